// Brings what has just opened into view, above the bar at the bottom, and puts the cursor where it is to be typed.
const SETTLE_MILLISECONDS = 80
let shown = null

export default function ({ data }) {
  if (shown === data.once) return
  shown = data.once
  setTimeout(() => {
    const target = document.querySelector(`.st-key-${data.target}`)
    target?.scrollIntoView({ block: "nearest" })
    const field = data.focus ? target?.querySelector("textarea") : null
    field?.focus({ preventScroll: true })
    field?.setSelectionRange(field.value.length, field.value.length)
  }, SETTLE_MILLISECONDS)
}
