// Keeping the place where the eye is, and following what is to be seen.
const sight = memory("sight")

// The chat grows narrower or wider when the reader opens or closes: keep the line in hand where the eye is.
function rememberPlace(event) {
  const inChat = event.target.closest?.(".st-key-conversation")
  const lines = [...document.querySelectorAll(".st-key-conversation :is(p, li, h4)")]
  const element = inChat ? event.target : lines.find(line => line.getBoundingClientRect().top > 60)
  sight.line = element && { element, top: element.getBoundingClientRect().top }
}

function keepPlace() {
  const { element, top } = sight.line ?? {}
  if (element?.isConnected) main().scrollTop += element.getBoundingClientRect().top - top
}

// Formulas and diagrams are laid out late, so a target moves: follow it for a moment, unless the reader scrolls or
// something newer is followed for the same purpose.
function follow(purpose, selector, move, milliseconds) {
  const goals = (sight.goals ??= {})
  const goal = (goals[purpose] = { end: Date.now() + milliseconds })
  let interrupted = false
  for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    addEventListener(name, () => { interrupted = true }, { once: true, passive: true, capture: true })
  }
  const step = () => {
    if (interrupted || goals[purpose] !== goal || Date.now() > goal.end) return
    const target = document.querySelector(selector)
    if (target) move(target)
    // Every frame, so that what is opened is seen at once; a hidden tab has no frames.
    document.hidden ? setTimeout(step, 60) : requestAnimationFrame(step)
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
