import { configApp } from '@adonisjs/eslint-config'
import { vue } from '@adonisjs/eslint-config/vue'

export default configApp(
  {
    ignores: [
      '.adonisjs/**',
      'build/**',
      'public/**',
      'storage/**',
      'tmp/**',
      'database/schema.ts',
      'auto-imports.d.ts',
      'components.d.ts',
      'inertia/auto-imports.d.ts',
      'inertia/components.d.ts',
    ],
  },
  ...vue,
  {
    // The format check runs prettier on every file already.
    rules: { '@prettier/prettier': 'off', 'prettier/prettier': 'off' },
  },
  {
    // A test asks and reads one thing of the answer in one line.
    files: ['tests/**'],
    rules: { '@unicorn/no-await-expression-member': 'off' },
  }
)
