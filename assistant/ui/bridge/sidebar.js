// The sidebar: which conversation is open, said to those who don't see it; on a narrow screen it makes way for what was chosen.

function listenInSidebar() {
  new MutationObserver(markOpenConversation).observe(document.body, { childList: true, subtree: true, attributeFilter: ["class"] })
  markOpenConversation()
  document.addEventListener("click", event => {
    const chosen = event.target.closest?.(".st-key-conversations a, .st-key-new-conversation button")
    if (!chosen) return
    // Streamlit would follow the link in this tab.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return event.stopPropagation()
    // Also where it leads to what the address says already.
    const message = chosen.href && new URL(chosen.href).searchParams.get("message")
    if (message) follow("scroll", `:is(.st-key-question-${CSS.escape(message)}, .st-key-answer-${CSS.escape(message)})`, target => scrollTo(main(), target, 56), 1500)
    if (innerWidth < NARROW) document.querySelector(STREAMLIT.sidebarClose)?.click()
  }, true)
}

function markOpenConversation() {
  for (const link of document.querySelectorAll(".st-key-conversations a")) {
    const open = Boolean(link.closest('[class*="st-key-conversation-open-"]'))
    if (open !== link.hasAttribute("aria-current")) open ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current")
  }
}
