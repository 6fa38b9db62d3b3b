// Lets the browser's address name what is shown, in the place of what it names: no step of its own for the way back.
export default function ({ data }) {
  if (data.address === location.search) return
  history.replaceState(history.state, "", location.pathname + data.address)
}
