// The page's only script: citation links, what is scrolled into view, Escape, the language of the document.
const LINK = 'a[href^="#cite-"]'
const WIDE = 1100
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
}

// A link clicked before this script was there has only changed the address: take it from there.
function openEarlyClick() {
  if (!location.hash.startsWith("#cite-")) return
  page.send("open", location.hash)
  history.replaceState(history.state, "", location.pathname + location.search)
}

// The chat grows narrower or wider when the reader opens or closes: keep the line in hand where the eye is.
function rememberPlace(event) {
  const inChat = event.target.closest?.(".st-key-conversation")
  const lines = [...document.querySelectorAll(".st-key-conversation :is(p, li, h4)")]
  const element = inChat ? event.target : lines.find(line => line.getBoundingClientRect().top > 60)
  page.place = element && { element, top: element.getBoundingClientRect().top }
}

function keepPlace() {
  const { element, top } = page.place ?? {}
  if (element?.isConnected) main().scrollTop += element.getBoundingClientRect().top - top
}

// Formulas and diagrams are laid out late, so a target moves: follow it for a moment, unless the reader scrolls or
// something newer is followed for the same purpose.
function follow(purpose, selector, move, milliseconds) {
  const goal = (page.goals[purpose] = { end: Date.now() + milliseconds })
  let interrupted = false
  for (const name of ["wheel", "touchmove", "pointerdown"]) {
    addEventListener(name, () => { interrupted = true }, { once: true, passive: true, capture: true })
  }
  const step = () => {
    if (interrupted || page.goals[purpose] !== goal || Date.now() > goal.end) return
    const target = document.querySelector(selector)
    if (target) move(target)
    setTimeout(step, 60)
  }
  step()
}

function scrollTo(frame, target, offset) {
  const distance = target.getBoundingClientRect().top - frame.getBoundingClientRect().top - offset
  if (Math.abs(distance) > 3) frame.scrollTop += distance
}

function showPassage() {
  follow("scroll", ".st-key-cited-passage", passage => {
    const frame = passage.closest(".st-key-reader") ?? main()
    scrollTo(frame, passage, frame.clientHeight * 0.24)
    if (innerWidth >= WIDE) keepPlace()
  }, 2000)
}

function showCard(link) {
  const title = (link.dataset.hint ??= link.title)
  link.removeAttribute("title")
  const cut = title.indexOf(" — ")
  if (cut < 0) return
  hideCard()
  const head = Object.assign(document.createElement("strong"), { textContent: title.slice(0, cut) })
  const card = Object.assign(document.createElement("div"), { className: "citation-card", role: "tooltip" })
  card.append(head, title.slice(cut + 3))
  document.querySelector('[data-testid="stApp"]').append(card)
  const at = link.getBoundingClientRect()
  const above = at.top - card.offsetHeight - 10
  card.style.left = `${Math.min(Math.max(12, at.left - 24), innerWidth - card.offsetWidth - 12)}px`
  card.style.top = `${above > 8 ? above : at.bottom + 10}px`
  page.card = card
}

function hideCard() {
  page.card?.remove()
  page.card = null
}

function markOpen(address) {
  document.querySelectorAll(`${LINK}.is-open`).forEach(link => link.classList.remove("is-open"))
  if (address) document.querySelectorAll(`a[href="${address}"]`).forEach(link => link.classList.add("is-open"))
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
