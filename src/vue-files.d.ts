/** For ESLint's TypeScript, which can't read single-file components. vue-tsc finds the real types first. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  // eslint-disable-next-line no-restricted-syntax -- a component is its file's default export
  export default component
}
