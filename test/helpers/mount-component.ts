/** Draws components as the window does: in a language, and inside the document so that focus and ids work. */
import { mount, type VueWrapper } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { defineComponent, h, type VNode } from 'vue'
import { createInterfaceI18n, type InterfaceLocaleName } from '@/locales/i18n'

/** @param draw what to show, as a render function: drawn again when what it reads changes. Unmount it after the test. */
export function mountDrawn(draw: () => VNode, locale: InterfaceLocaleName = 'fr'): VueWrapper {
  const Root = defineComponent({ render: () => h(TooltipProvider, null, { default: draw }) })
  return mount(Root, { attachTo: document.body, global: { plugins: [createInterfaceI18n(locale)] } })
}
