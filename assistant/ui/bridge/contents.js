// The library: contents and address follow the reading, links scroll where the text is there already, words are marked.
const ENTRY = '[class*="st-key-library-contents-"] a'
const COPY = '[class*="st-key-library-actions-"][class*="-link"] a'
const READING_LINE = 120
const container = key => document.querySelector(`.st-key-${key}`)

function listenToReading() {
  document.addEventListener("click", event => {
    const link = event.target.closest?.(`${ENTRY}, ${COPY}`)
    if (!link || !page.reading || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    event.stopPropagation()
    link.matches(COPY) ? copy(link) : open(link)
  }, true)
  for (const name of ["wheel", "touchmove", "keydown"]) {
    addEventListener(name, () => { page.pinned = null }, { passive: true, capture: true })
  }
  document.addEventListener("scroll", event => {
    if (event.target !== main() || page.ticking) return
    page.ticking = true
    requestAnimationFrame(() => { page.ticking = false; followReading() })
  }, true)
  // Back and forward: Python draws the page of the address, this finds the section on it.
  addEventListener("popstate", () => { page.returning = true })
}

// Called when Python has drawn a page of the library, and with nothing on any other page.
function showReading(reading) {
  const place = reading?.place ?? null
  const fresh = page.reading === undefined
  const opened = changed("place", place)
  page.reading = reading
  document.documentElement.classList.toggle("is-reading", Boolean(reading))
  CSS.highlights?.delete("searched")
  if (!reading) return page.drawing?.disconnect()
  // A page that was just loaded stands at its top, unless its reader has already begun.
  if ((opened || page.returning) && !(fresh && !reading.target)) arrive(reading)
  page.returning = false
  settleReading()
  // Code, formulas and diagrams are drawn late.
  page.drawing ??= new MutationObserver(() => {
    clearTimeout(page.drawn)
    page.drawn = setTimeout(settleReading, 80)
  })
  page.drawing.observe(main(), { childList: true, subtree: true })
}

function settleReading() {
  if (!page.reading || !container("library-text")) return
  followReading()
  markWords(page.reading.words)
  reachCode()
}

function arrive({ target, sections }) {
  page.pinned = sections.find(([key]) => key === target)?.[1] ?? null
  if (target === "cited-passage") showPassage()
  else if (target) follow("scroll", `.st-key-${target}`, section => scrollTo(main(), section, 24), 1500)
  else follow("scroll", ".st-key-library-text", () => { main().scrollTop = 0 }, 150)
}

function open(link) {
  const address = link.getAttribute("href")
  const section = page.reading.sections.find(each => each[1] === address)
  // The drawer closes behind whoever chose from it.
  if (link.closest('[data-testid="stPopoverBody"]')) container("library-drawer-button")?.querySelector("button")?.click()
  if (!section) return page.send("follow", address)
  history.pushState(history.state, "", addressOf(address))
  page.pinned = address
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
  if (!page.reading || !container("library-text")) return
  const reached = page.reading.sections.filter(([key]) => container(key)?.getBoundingClientRect().top <= READING_LINE)
  const current = page.pinned ?? (reached.at(-1) ?? page.reading.sections[0])[1]
  for (const link of document.querySelectorAll(ENTRY)) {
    if (link.getAttribute("href") === current) {
      if (!link.hasAttribute("aria-current")) keepInView(link)
      link.setAttribute("aria-current", "location")
    } else link.removeAttribute("aria-current")
  }
  clearTimeout(page.addressing)
  page.addressing = setTimeout(() => writeAddress(current), 200)
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
  const named = new URLSearchParams(location.search)
  const sectionOf = address => new URLSearchParams(address).get("section")
  const onPage = page.reading?.sections.map(([, address]) => sectionOf(address))
  if (!onPage || !container("library-text") || sectionOf(current) === named.get("section")) return
  if (named.get("section") ? !onPage.includes(named.get("section")) : named.get("q")) return
  history.replaceState(history.state, "", addressOf(current))
}

async function copy(link) {
  const address = new URL(link.getAttribute("href"), location.href).href
  await (navigator.clipboard?.writeText(address) ?? copyWithoutClipboard(address))
  const label = link.lastChild
  const before = label.textContent
  if (before.trim() === page.reading.copied) return
  label.textContent = ` ${page.reading.copied}`
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
    if (node.parentElement.closest(".katex, svg, [class*='library-actions-'], [data-testid='stIconMaterial']")) continue
    for (const match of node.data.matchAll(pattern)) {
      const range = new Range()
      range.setStart(node, match.index)
      range.setEnd(node, match.index + match[0].length)
      found.push(range)
    }
  }
  CSS.highlights.set("searched", new Highlight(...found))
}
