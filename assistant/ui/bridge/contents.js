// The library: contents and address follow the reading, links scroll where the text is there already, words are marked.
const ENTRY = '[class*="st-key-library-contents-"] a'
const COPY = '[class*="st-key-library-actions-"][class*="-link"] a'
const READING_LINE = 120
const library = memory("library")
const container = key => document.querySelector(`.st-key-${key}`)

function listenToReading() {
  document.addEventListener("click", event => {
    const link = event.target.closest?.(`${ENTRY}, ${COPY}`)
    if (!link || !library.reading || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    event.stopPropagation()
    link.matches(COPY) ? copy(link) : open(link)
  }, true)
  for (const name of ["wheel", "touchmove", "keydown"]) {
    addEventListener(name, () => { library.pinned = null }, { passive: true, capture: true })
  }
  document.addEventListener("scroll", event => {
    if (event.target !== main() || library.ticking) return
    library.ticking = true
    requestAnimationFrame(() => { library.ticking = false; followReading() })
  }, true)
  // Back and forward: Python draws the page of the address, this finds the section on it.
  addEventListener("popstate", () => { library.wentBack = true })
}

// Called when Python has drawn a page of the library, and with nothing on any other page.
function showReading(reading) {
  const place = reading?.place ?? null
  const fresh = library.reading === undefined
  const opened = changed(library, "place", place)
  library.reading = reading
  library.path = location.pathname
  document.documentElement.classList.toggle("is-reading", Boolean(reading))
  CSS.highlights?.delete("searched")
  if (!reading) return library.drawing?.disconnect()
  // A page that was just loaded stands at its top, unless its reader has already begun.
  if ((opened || library.wentBack) && !(fresh && !reading.target)) arrive(reading)
  library.wentBack = false
  settleReading()
  // Code, formulas and diagrams are drawn late.
  library.drawing ??= new MutationObserver(() => {
    clearTimeout(library.drawn)
    library.drawn = setTimeout(settleReading, 80)
  })
  library.drawing.observe(main(), { childList: true, subtree: true })
}

function settleReading() {
  if (!library.reading || !container("library-text")) return
  followReading()
  markWords(library.reading.words)
  reachCode()
}

function arrive({ target, sections }) {
  library.pinned = sections.find(([key]) => key === target)?.[1] ?? null
  if (target === "cited-passage") showPassage()
  else if (target) follow("scroll", `.st-key-${target}`, section => scrollTo(main(), section, 24), 1500)
  else follow("scroll", ".st-key-library-text", () => { main().scrollTop = 0 }, 150)
}

function open(link) {
  const address = link.getAttribute("href")
  const section = library.reading.sections.find(each => each[1] === address)
  // The drawer closes behind whoever chose from it.
  if (link.closest(STREAMLIT.popover)) container("library-drawer-button")?.querySelector("button")?.click()
  if (!section) return page.send("follow", address)
  history.pushState(history.state, "", addressOf(address))
  library.pinned = address
  follow("scroll", `.st-key-${section[0]}`, target => scrollTo(main(), target, 24), 400)
  followReading()
  const heading = container(section[0])?.querySelector("h1, h2, h3, h4")
  heading?.setAttribute("tabindex", "-1")
  heading?.focus({ preventScroll: true })
}

function addressOf(section) {
  const wanted = new URLSearchParams(section)
  const query = new URLSearchParams(location.search).get("q")
  if (query) wanted.set("q", query)
  return `${location.pathname}?${wanted}`
}

function followReading() {
  if (!library.reading || !container("library-text")) return
  const reached = library.reading.sections.filter(([key]) => container(key)?.getBoundingClientRect().top <= READING_LINE)
  const current = library.pinned ?? (reached.at(-1) ?? library.reading.sections[0])[1]
  for (const link of document.querySelectorAll(ENTRY)) {
    if (link.getAttribute("href") === current) {
      if (!link.hasAttribute("aria-current")) keepInView(link)
      link.setAttribute("aria-current", "location")
    } else link.removeAttribute("aria-current")
  }
  clearTimeout(library.addressing)
  library.addressing = setTimeout(() => writeAddress(current), 200)
}

function keepInView(link) {
  const frame = link.closest(".st-key-library-side")
  if (!frame) return
  const [inner, outer] = [link.getBoundingClientRect(), frame.getBoundingClientRect()]
  if (inner.top < outer.top + 40 || inner.bottom > outer.bottom - 40) {
    frame.scrollTop += inner.top - outer.top - outer.height / 3
  }
}

// The address names the section that is read, unless Python is about to draw another page.
function writeAddress(current) {
  // Another page has the address before its text has replaced the library's.
  if (location.pathname !== library.path) return
  const named = new URLSearchParams(location.search)
  const sectionOf = address => new URLSearchParams(address).get("section")
  const onPage = library.reading?.sections.map(([, address]) => sectionOf(address))
  if (!onPage || !container("library-text") || sectionOf(current) === named.get("section")) return
  if (named.get("section") ? !onPage.includes(named.get("section")) : named.get("q")) return
  history.replaceState(history.state, "", addressOf(current))
}

async function copy(link) {
  const address = new URL(link.getAttribute("href"), location.href).href
  await (navigator.clipboard?.writeText(address) ?? copyWithoutClipboard(address))
  const label = link.lastChild
  const before = label.textContent
  if (before.trim() === library.reading.copied) return
  label.textContent = ` ${library.reading.copied}`
  link.setAttribute("aria-live", "polite")
  setTimeout(() => { label.textContent = before }, 3000)
}

// Browsers keep the clipboard from pages that come over plain http from another computer.
function copyWithoutClipboard(text) {
  const field = Object.assign(document.createElement("textarea"), { value: text })
  document.body.append(field)
  field.select()
  document.execCommand("copy")
  field.remove()
}

// Code that is wider than the page can be scrolled from the keyboard too.
function reachCode() {
  for (const code of document.querySelectorAll(".st-key-library-text pre")) {
    code.scrollWidth > code.clientWidth ? code.setAttribute("tabindex", "0") : code.removeAttribute("tabindex")
  }
}

// Words are marked without touching the page: formulas and code stay whole, and nothing is drawn anew.
function markWords(words) {
  if (!words.length || !CSS.highlights) return
  const escaped = words.map(word => (/^[a-z0-9]/i.test(word) ? "(?<![a-z0-9])" : "") + word.replace(/[^\p{L}\p{N}\s]/gu, "\\$&"))
  const pattern = new RegExp(escaped.join("|"), "giu")
  const nodes = document.createTreeWalker(container("library-text"), NodeFilter.SHOW_TEXT)
  const found = []
  while (nodes.nextNode()) {
    const node = nodes.currentNode
    if (node.parentElement.closest(`${STREAMLIT.formula}, svg, [class*='library-actions-'], ${STREAMLIT.icon}`)) continue
    for (const match of node.data.matchAll(pattern)) {
      const range = new Range()
      range.setStart(node, match.index)
      range.setEnd(node, match.index + match[0].length)
      found.push(range)
    }
  }
  CSS.highlights.set("searched", new Highlight(...found))
}
