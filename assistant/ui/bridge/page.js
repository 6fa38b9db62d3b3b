// The page's script begins here: what it remembers, what it listens to, what Python tells it.
const LINK = 'a[href^="#cite-"]'
const WIDE = 1100
const NARROW = 768
const page = (window.pmCoach ??= { send: null, focus: null, question: null, top: null, opener: null, place: null, card: null, goals: {} })
const main = () => document.querySelector('[data-testid="stMain"]')

function listen() {
  if (page.listening) return
  page.listening = true
  document.addEventListener("click", event => {
    const link = event.target.closest?.(LINK)
    if (!link) return
    event.preventDefault()
    event.stopPropagation()
    hideCard()
    page.opener = link
    page.send("open", link.getAttribute("href"))
  }, true)
  document.addEventListener("pointerdown", rememberPlace, true)
  document.addEventListener("keydown", event => {
    if (event.key === "Enter") rememberPlace(event)
    if (event.key !== "Escape") return
    hideCard()
    if (document.querySelector(".st-key-reader")) {
      rememberPlace({ target: document.body })
      page.send("close", String(Date.now()))
    }
  }, true)
  document.addEventListener("mouseover", event => {
    const link = event.target.closest?.(LINK)
    link ? showCard(link) : hideCard()
  })
  document.addEventListener("focusin", event => {
    const link = event.target.closest?.(LINK)
    if (link?.matches(":focus-visible")) showCard(link)
  })
  document.addEventListener("focusout", hideCard)
  document.addEventListener("scroll", hideCard, true)
  listenInSidebar()
}

function changed(name, value) {
  const before = page[name]
  page[name] = value
  return before !== value
}

export default function (component) {
  const { data, setTriggerValue } = component
  page.send = setTriggerValue
  document.documentElement.lang = data.lang
  listen()
  openEarlyClick()
  markOpen(data.open)
  if (changed("focus", data.focus)) {
    if (data.focus) {
      showPassage()
      if (innerWidth < WIDE) follow("focus", ".st-key-reader-close button", button => button.focus({ preventScroll: true }), 300)
    } else {
      follow("scroll", ".st-key-conversation", keepPlace, 300)
      page.opener?.focus({ preventScroll: true })
    }
  }
  if (changed("question", data.question) && data.question) {
    follow("scroll", `.st-key-${data.question}`, question => scrollTo(main(), question, 56), 1500)
  }
  if (changed("top", data.top) && data.top && !data.focus) main().scrollTop = 0
}
