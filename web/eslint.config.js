import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import globals from 'globals'

export default [
  { ignores: ['node_modules/'] },
  js.configs.recommended,
  ...vue.configs['flat/vue2-recommended'],
  prettier,
  {
    languageOptions: { ecmaVersion: 2022, globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      complexity: ['error', 15],
      // Nothing from the data may be taken for HTML.
      'vue/no-v-html': 'error',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/enforce-style-attribute': ['error', { allow: ['scoped'] }],
      'vue/no-unused-refs': 'error',
      'vue/no-undef-components': 'error',
      'vue/no-undef-properties': 'error',
      'vue/define-macros-order': 'error'
    }
  },
  { files: ['*.config.js', 'tests/**'], languageOptions: { globals: globals.node } }
]
