// Marks in the text: what they say to a screen reader, and what a click or a key on them does.
const MARK = 'a[href^="#cite-"]'
const READ = 'a[href^="#read?"]'
const DOUBT = 'a[href^="#unsupported-"]'

function listenForMarks() {
  document.addEventListener("click", event => {
    const link = event.target.closest?.(`${MARK}, ${READ}, ${DOUBT}, .st-key-reader-close button`)
    if (!link) return
    event.preventDefault()
    event.stopPropagation()
    hideCard()
    if (link.matches("button")) closeReader()
    else if (link.matches(DOUBT)) showCard(link)
    else read(link, event.detail === 0)
  }, true)
  document.addEventListener("keydown", event => {
    if (event.key === "Enter") rememberPlace(event)
    if (event.key === " " && event.target.matches?.(`${MARK}, ${DOUBT}`)) {
      event.preventDefault()
      rememberPlace(event)
      event.target.click()
    }
    if (event.key === "Escape" && !hideCard() && !isBusyElsewhere(event.target)) closeReader()
  }, true)
  addEventListener("popstate", followHistory, true)
}

// Escape belongs to a menu, a dialog or a list that is open.
function isBusyElsewhere(target) {
  return !!target.closest?.(STREAMLIT.openList) ||
    !!document.querySelector([STREAMLIT.popover, STREAMLIT.dialog, STREAMLIT.openMenu, STREAMLIT.openList].join())
}

function read(link, byKeyboard) {
  if (link.matches(MARK)) panel.opener = link
  panel.byKeyboard = byKeyboard
  const href = link.getAttribute("href")
  markOpen(href)
  go(placeOf(href))
}

// What a link stands for, as the address says it.
function placeOf(href) {
  if (href.startsWith("#read?")) return Object.fromEntries(new URLSearchParams(href.slice(6)))
  const [, message, cite] = href.match(/^#cite-([\w-]+)-(\d+)$/) ?? []
  return message ? { message, cite } : {}
}

function describe() {
  const { words, mark } = page.data
  document.querySelectorAll(`${MARK}[title], ${DOUBT}[title]`).forEach(link => {
    link.dataset.hint = link.title
    link.removeAttribute("title")
  })
  document.querySelectorAll(`${MARK}:not([role])`).forEach(link => {
    link.setAttribute("role", "button")
  })
  document.querySelectorAll(MARK).forEach(link => {
    const title = link.dataset.hint?.split(" — ")[0]
    // A source in the list below the answer is named by its own words.
    if (/^\d+$/.test(link.textContent)) setAttribute(link, "aria-label", words.mark.replace("{n}", link.textContent).replace("{title}", title ?? ""))
  })
  markOpen(mark)
  describeDoubts()
}

function describeDoubts() {
  let before = null
  document.querySelectorAll(DOUBT).forEach(part => {
    const href = part.getAttribute("href")
    setAttribute(part, "role", "button")
    setAttribute(part, "aria-describedby", reasonOf(part))
    // One stop for the keyboard, however many parts a sentence has.
    setAttribute(part, "tabindex", href === before ? "-1" : "0")
    before = href
  })
}

// Return the id of an element that holds a doubt's reason for screen readers.
function reasonOf(part) {
  const id = `reason-${part.getAttribute("href").slice(1)}`
  let reason = document.getElementById(id)
  if (!reason) {
    reason = Object.assign(document.createElement("span"), { id, hidden: true })
    document.body.append(reason)
  }
  if (reason.textContent !== part.dataset.hint) reason.textContent = part.dataset.hint
  return id
}

function markOpen(address) {
  document.querySelectorAll(MARK).forEach(link => setAttribute(link, "aria-expanded", String(link.getAttribute("href") === address)))
}

function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}
