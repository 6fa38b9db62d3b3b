// Citations: links that were clicked early, the card with the quote, the mark of the open one.

// A link clicked before this script was there has only changed the address: take it from there.
function openEarlyClick() {
  if (!location.hash.startsWith("#cite-")) return
  page.send("open", location.hash)
  history.replaceState(history.state, "", location.pathname + location.search)
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
