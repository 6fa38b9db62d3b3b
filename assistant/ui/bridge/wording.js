// Streamlit has its own words in English only: here they are said in the learner's language.
const SAID = ["aria-label", "placeholder", "alt"]
const SPEAKING = SAID.map(name => `[${name}]`).join()
const WRITTEN = [
  STREAMLIT.skipLink,
  `${STREAMLIT.tooltip} p`,
  `${STREAMLIT.openList} div`,
  STREAMLIT.toastMore,
  `${STREAMLIT.dropzone} button p`,
  // Where a file is dropped that is dragged over the chat.
  `${STREAMLIT.chatInput} > div > div`,
].join()

function speakTheirLanguage() {
  const { streamlitWords } = page.data
  for (const element of document.querySelectorAll(SPEAKING)) {
    for (const name of SAID) {
      const ours = streamlitWords[element.getAttribute(name)]
      if (ours) element.setAttribute(name, ours)
    }
  }
  for (const element of document.querySelectorAll(WRITTEN)) {
    const text = element.childNodes.length === 1 && element.firstChild
    const ours = text?.nodeType === Node.TEXT_NODE && streamlitWords[text.data]
    if (ours) text.data = ours
  }
  // The words beside an icon say what it says.
  document.querySelectorAll(STREAMLIT.iconInText).forEach(icon => setAttribute(icon, "aria-hidden", "true"))
}
