/** Starts the window: looks and language first, so that the first paint is right, then the application. */
import './styles/main.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { startLanguage } from './composables/use-language'
import { startTextScale } from './composables/use-text-scale'
import { startTheme } from './composables/use-theme'
import { createInterfaceI18n } from './locales/i18n'
import { createAppRouter } from './router'

startTheme()
startTextScale()
const i18n = createInterfaceI18n('fr')
startLanguage(i18n)

createApp(App).use(createPinia()).use(i18n).use(createAppRouter(i18n)).mount('#app')
