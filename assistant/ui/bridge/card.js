// The card with what a mark cites, or why a sentence is doubted: on hover and on focus.
const SHOW_AFTER = 120
const HIDE_AFTER = 250
const GAP = 8
const cards = memory("cards")

function listenForCards() {
  document.addEventListener("pointerover", event => {
    if (event.pointerType === "touch" || event.target.closest?.(".citation-card")) return clearTimeout(cards.timer)
    if (!event.target.closest?.(`${MARK}, ${DOUBT}`) && (cards.card || cards.timer)) later(HIDE_AFTER, hideCard)
  })
  // Not when it comes over a mark: that is also told when the page moves under a pointer that rests.
  document.addEventListener("pointermove", event => {
    const link = event.pointerType !== "touch" && event.target.closest?.(`${MARK}, ${DOUBT}`)
    if (link) later(SHOW_AFTER, () => showCard(link, event))
  })
  document.addEventListener("focusin", event => {
    const link = event.target.closest?.(`${MARK}, ${DOUBT}`)
    if (link?.matches(":focus-visible") && !panel.returnsFocus) later(SHOW_AFTER, () => showCard(link))
  })
  document.addEventListener("focusout", event => event.target.matches?.(`${MARK}, ${DOUBT}`) && hideCard())
  document.addEventListener("scroll", event => event.target !== cards.card && hideCard(), true)
}

function later(milliseconds, act) {
  clearTimeout(cards.timer)
  cards.timer = setTimeout(act, milliseconds)
}

function showCard(link, pointer) {
  if (!link.isConnected || !link.dataset.hint || cards.card?.link === link) return
  hideCard()
  const [title, ...quote] = link.dataset.hint.split(" — ")
  const card = Object.assign(document.createElement("div"), { className: "citation-card", id: "citation-card", role: "tooltip", link })
  const isDoubt = link.matches(DOUBT)
  card.classList.toggle("is-doubt", isDoubt)
  card.append(isDoubt ? link.dataset.hint : Object.assign(document.createElement("strong"), { textContent: title }))
  if (!isDoubt) card.append(Object.assign(document.createElement("span"), { textContent: quote.join(" — ") }))
  document.querySelector(STREAMLIT.app).append(card)
  place(card, link, pointer)
  if (!isDoubt) link.setAttribute("aria-describedby", card.id)
  cards.card = card
}

// Above the line that is pointed at; where there is no room, below it: never on it, never off the screen.
function place(card, link, pointer) {
  const lines = [...link.getClientRects()]
  const at = (pointer && lines.find(line => pointer.clientY >= line.top - 2 && pointer.clientY <= line.bottom + 2)) ?? lines[0]
  if (!at) return
  const left = Math.max(at.left, (pointer?.clientX ?? at.left) - 60) - 16
  card.style.left = `${Math.min(Math.max(12, left), innerWidth - card.offsetWidth - 12)}px`
  const above = at.top - card.offsetHeight - GAP
  card.style.top = `${above > GAP ? above : at.bottom + GAP}px`
}

// Return whether there was a card to hide.
function hideCard() {
  clearTimeout(cards.timer)
  cards.timer = null
  const { card } = cards
  if (!card) return false
  cards.card = null
  card.remove()
  if (!card.classList.contains("is-doubt")) card.link.removeAttribute("aria-describedby")
  return true
}
