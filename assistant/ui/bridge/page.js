// The page's script begins here: what it remembers, what it listens to, what Python tells it.
const WIDE = 1100
const NARROW = 768
const page = memory("page")
const main = () => document.querySelector(STREAMLIT.main)

function listen() {
  if (page.listening) return
  page.listening = true
  ignoreLateAnswers()
  listenForCards()
  listenForMarks()
  listenForReturn()
  listenToReading()
  document.addEventListener("pointerdown", rememberPlace, true)
  addEventListener("resize", () => page.data && layOutReader(page.data))
  const watch = new MutationObserver(() => {
    // Once a frame: an answer that is being written changes many nodes at a time.
    page.describing ??= requestAnimationFrame(() => { page.describing = null; dress() })
  })
  listenInSidebar()
  watch.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["title", "aria-label"] })
}

function changed(part, name, value) {
  const before = part[name] ?? null
  part[name] = value
  return before !== value
}

// A tab that was left may show a conversation that went on elsewhere.
function listenForReturn() {
  let left = null
  const leave = () => { left ??= Date.now() }
  const come = () => {
    if (left && Date.now() - left > 2000 && document.visibilityState === "visible") page.send("seen", String(Date.now()))
    if (document.visibilityState === "visible") left = null
  }
  addEventListener("blur", leave)
  addEventListener("focus", come)
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : come()))
}

// What Streamlit drew gets what it lacks.
function dress() {
  describe()
  speakTheirLanguage()
  reachDiagrams()
}

// On a phone diagrams scroll sideways, from the keyboard too. How wide one is shows only once its picture is there.
function reachDiagrams() {
  document.querySelectorAll(STREAMLIT.diagram).forEach(diagram => {
    innerWidth < NARROW ? setAttribute(diagram, "tabindex", "0") : diagram.removeAttribute("tabindex")
  })
}

// Whoever opens the chat can type at once; on a touch screen the keyboard would jump up over what there is to read.
function beginTyping() {
  if (innerWidth < NARROW || !matchMedia("(pointer: fine)").matches) return
  follow("cursor", STREAMLIT.chatField, field => document.activeElement === document.body && field.focus({ preventScroll: true }), 1500)
}

export default function (component) {
  const { data, setTriggerValue } = component
  const first = !page.data
  Object.assign(page, { send: setTriggerValue, data })
  document.documentElement.lang = data.lang
  listen()
  settleAddress(data)
  dress()
  if (data.hasReader) layOutReader(data)
  if (changed(page, "focus", data.focus)) data.focus ? openedPassage(data, first) : closedPassage()
  if (changed(page, "question", data.question) && data.question && !(first && data.focus)) {
    follow("scroll", `.st-key-${data.question}`, question => scrollTo(main(), question, 56), 1500)
  }
  if (changed(page, "top", data.top) && data.top && !data.focus) main().scrollTop = 0
  showReading(data.reading)
  if (first && data.hasReader && !data.focus) beginTyping()
}
