// What the script remembers: a part for each of its pieces, so that no two of them take the same name. It lives in the
// window, because the script may be loaded anew while the page stays.
const memory = name => ((window.pmCoach ??= {})[name] ??= {})
