// Tells the style sheet that scripts run, and starts the components that have any.
import { initAll } from './govuk-frontend.js'
document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()
