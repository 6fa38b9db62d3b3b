// Two buttons that copy: the answer as Markdown, and the address that opens the conversation at it.
const SHOWN_MILLISECONDS = 1600

// Without HTTPS browsers have no clipboard API, but still know the old way.
async function put(text) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const area = Object.assign(document.createElement("textarea"), { value: text, readOnly: true })
    area.style.cssText = "position: fixed; opacity: 0"
    document.body.append(area)
    area.select()
    document.execCommand("copy")
    area.remove()
  }
}

function address({ conversation, message }) {
  const url = new URL(location.href)
  url.search = new URLSearchParams({ conversation, message })
  url.hash = ""
  return url.href
}

function button(icon, label, tell, text) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "copying", title: label })
  const face = Object.assign(document.createElement("span"), { textContent: icon, translate: false })
  const name = Object.assign(document.createElement("span"), { className: "copying-name", textContent: label })
  face.setAttribute("aria-hidden", "true")
  made.append(face, name)
  made.addEventListener("click", async () => {
    const before = document.activeElement
    await put(text())
    before?.focus?.({ preventScroll: true })
    face.textContent = "check"
    tell(true)
    made.classList.add("is-done")
    setTimeout(() => {
      face.textContent = icon
      tell(false)
      made.classList.remove("is-done")
    }, SHOWN_MILLISECONDS)
  })
  return made
}

export default function ({ data, parentElement }) {
  const status = Object.assign(document.createElement("span"), { className: "copying-name" })
  status.setAttribute("role", "status")
  const tell = done => { status.textContent = done ? data.copied : "" }
  parentElement.replaceChildren(
    button("content_copy", data.copy, tell, () => data.markdown),
    button("link", data.link, tell, () => address(data)),
    status,
  )
}
