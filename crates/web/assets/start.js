// Tells the style sheet that scripts run, and starts the components that have any.
import { initAll } from './govuk-frontend.js'
document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()
// A long run says how far it is until it is done; then its page is asked for again.
const progress = document.querySelector('[data-progress]')
if (progress) {
  const look = async () => {
    const told = await fetch(progress.dataset.progress).then((answer) => (answer.ok ? answer.json() : { finished: true }))
    if (told.finished) return location.reload()
    progress.textContent = told.words
    setTimeout(look, 1000)
  }
  setTimeout(look, 1000)
}
