// The reader: the address says what it shows, so that links, a reload and the way back work.
const SHOWN = ["message", "cite", "section", "document", "passage"]
const panel = memory("panel")

// The address with the reader showing something else, or nothing.
function addressWith(shown) {
  const parameters = new URLSearchParams(location.search)
  SHOWN.forEach(name => parameters.delete(name))
  Object.entries(shown).forEach(([name, value]) => parameters.set(name, value))
  const query = parameters.toString()
  return location.pathname + (query ? `?${query}` : "")
}

function isShowing() {
  const parameters = new URLSearchParams(location.search)
  return parameters.has("cite") || parameters.has("section")
}

// The first passage is a step forward that the back button takes back; further ones take its place.
function go(shown) {
  const address = addressWith(shown)
  if (address === location.pathname + location.search) return showPassage()
  if (isShowing()) panel.replaceState(history.state, "", address)
  else panel.pushState({ reader: true }, "", address)
  tellAddress()
}

function closeReader() {
  if (!page.data?.hasReader || !isShowing()) return
  rememberPlace({ target: document.body })
  if (history.state?.reader) return history.back()
  panel.replaceState(history.state, "", addressWith({}))
  tellAddress()
}

// Python answers an address that it was told with the same address. An answer that comes late, when the reader shows
// something else already, must not change the address.
function ignoreLateAnswers() {
  panel.told = new Set()
  for (const name of ["pushState", "replaceState"]) {
    const change = (panel[name] = history[name].bind(history))
    history[name] = (state, title, url) => {
      const wanted = new URL(url ?? location.href, location.href)
      const address = wanted.pathname + wanted.search
      const isNew = address !== location.pathname + location.search
      if (!(isNew && isSameChat(wanted, location) && panel.told.has(address))) change(state, title, url)
    }
  }
}

function isSameChat(one, other) {
  const conversation = url => new URLSearchParams(url.search).get("conversation")
  return one.pathname === other.pathname && conversation(one) === conversation(other)
}

function tellAddress() {
  panel.address = location.pathname + location.search
  panel.told.add(panel.address)
  page.send("address", location.search.slice(1))
}

// Where only the reader differs, the chat need not be drawn again: Streamlit, which listens after this, is not told.
function followHistory(event) {
  const before = new URL(panel.address ?? location.href, location.origin)
  panel.address = location.pathname + location.search
  if (!page.data?.hasReader || !isSameChat(before, location)) return
  event.stopImmediatePropagation()
  rememberPlace({ target: document.body })
  tellAddress()
}

function settleAddress(data) {
  panel.address = location.pathname + location.search
  if (!data.hasReader) return
  // A link clicked before this script was there has only changed the fragment.
  if (location.hash.startsWith("#cite-")) {
    const shown = placeOf(location.hash)
    panel.replaceState(history.state, "", panel.address)
    return go(shown)
  }
  // While an answer is written its marks name the turn, afterwards the message.
  const { message } = placeOf(data.mark ?? "")
  const named = new URLSearchParams(location.search).get("message")
  if (message && named && message !== named && data.mark.endsWith(`-${new URLSearchParams(location.search).get("cite")}`)) {
    panel.replaceState(history.state, "", addressWith(placeOf(data.mark)))
    tellAddress()
  }
}

function openedPassage(data, first) {
  showPassage()
  // After a reload or by a link, the sentence that cites it is brought into view as well.
  if (first && data.mark) {
    follow("mark", `${STREAMLIT.main} a[href="${data.mark}"]`, link => innerWidth >= WIDE && scrollTo(main(), link, main().clientHeight * 0.3), 1500)
  }
  if (data.hasReader && (innerWidth < WIDE || panel.byKeyboard)) follow("focus", ".st-key-reader-text", text => focusOn(text.querySelector(".st-key-cited-passage") ?? text), 300)
}

function closedPassage() {
  follow("scroll", ".st-key-conversation", keepPlace, 300)
  const opener = panel.opener?.isConnected ? panel.opener : document.querySelector(`a[href="${panel.lastMark}"]`)
  // On a narrow screen the chat wakes first.
  requestAnimationFrame(() => {
    panel.returnsFocus = true
    opener?.focus({ preventScroll: true })
    panel.returnsFocus = false
  })
}

function focusOn(element) {
  if (document.activeElement === element) return
  element.tabIndex = -1
  element.focus({ preventScroll: true })
}

// Beside the chat the reader is a region; over it, a dialog, and nothing below it can be reached.
function layOutReader(data) {
  const reader = document.querySelector(".st-key-reader")
  const covers = !!reader && innerWidth < WIDE
  if (data.mark) panel.lastMark = data.mark
  if (reader) {
    reader.setAttribute("role", covers ? "dialog" : "region")
    reader.setAttribute("aria-label", data.words.panel)
    covers ? reader.setAttribute("aria-modal", "true") : reader.removeAttribute("aria-modal")
  }
  document.querySelectorAll([".st-key-conversation", STREAMLIT.bottom, STREAMLIT.sidebar, STREAMLIT.header].join())
    .forEach(part => { part.inert = covers })
}
