/**
 * Lint rules: type-aware TypeScript, Vue, accessibility of templates, and what may not be called where.
 * Who may import whom is checked by dependency-cruiser (.dependency-cruiser.js), layout by Prettier.
 */
import js from '@eslint/js'
import prettier from 'eslint-config-prettier/flat'
import node from 'eslint-plugin-n'
import vue from 'eslint-plugin-vue'
import vueAccessibility from 'eslint-plugin-vuejs-accessibility'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** The clock is injected (electron/core/clock.ts): time read elsewhere can't be moved by a test. */
const injectedClockOnly = [
  { object: 'Date', property: 'now', message: 'Take the time from the injected clock (electron/core/clock.ts).' },
  { object: 'Math', property: 'random', message: 'Use node:crypto, or take the randomness as an argument.' },
]
const injectedTimersOnly = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: 'Wait through the injected clock (electron/core/clock.ts).',
}))

export default defineConfig(
  globalIgnores(['out/', 'dist/', 'coverage/', 'node_modules/', 'test/fixtures/', 'resources/']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  vue.configs['flat/recommended'],
  vueAccessibility.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      // French sentences hold narrow no-break spaces
      'no-irregular-whitespace': ['error', { skipStrings: true, skipTemplates: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a readonly array and its union type.' },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `request<void>()` in the contract: a call's type argument, which the rule does not know as one
      '@typescript-eslint/no-invalid-void-type': 'off',
      // a handler is async so that what it throws is a rejection, whether it waits for something or not
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.vue'],
    rules: {
      // A component is its default export; the compiler writes it.
      'no-restricted-syntax': 'off',
      // TypeScript does this better, in templates too (vue-tsc).
      'no-undef': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': 'error',
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'error',
      'vue/require-default-prop': 'off',
      'vue/no-undef-components': ['error', { ignorePatterns: ['router-view', 'router-link'] }],
      'vue/no-unused-emit-declarations': 'error',
      'vue/no-useless-v-bind': 'error',
      // Takes the defaults of props for useless: to TypeScript a boolean prop is never absent, to Vue it is.
      '@typescript-eslint/no-useless-default-assignment': 'off',
      'vue/prefer-true-attribute-shorthand': 'error',
      // Our fields label themselves: a control may be nested in its label or named by id, either is enough.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
  {
    files: ['electron/{shared,core,core-process,main}/**/*.ts'],
    plugins: { n: node },
    rules: {
      // The end-to-end tests run this code on the Node of Electron 25. fetch exists there, marked experimental.
      'n/no-unsupported-features/node-builtins': ['error', { version: '>=18.15.0', ignores: ['fetch', 'Response'] }],
      'n/no-unsupported-features/es-builtins': ['error', { version: '>=18.15.0' }],
    },
  },
  {
    files: ['electron/{shared,core}/**/*.ts'],
    ignores: ['electron/core/clock.ts'],
    rules: {
      'no-restricted-properties': ['error', ...injectedClockOnly],
      'no-restricted-globals': ['error', ...injectedTimersOnly],
    },
  },
  {
    files: ['src/**/*.{ts,vue}'],
    ignores: ['src/api/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'window', property: 'griot', message: 'Only src/api talks to the bridge.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts', 'electron/cli/**/*.{ts,mjs}'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Tests index what they have just built; `!` there fails the test loudly, which is what we want.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // Configuration files and the launcher are plain JavaScript or are read by their tool as a default export.
    files: ['**/*.{js,cjs,mjs}', '**/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off', 'no-console': 'off' },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        require: 'readonly',
        module: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
      },
      parserOptions: { projectService: false },
    },
    // A CommonJS file can't import.
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  prettier,
)
