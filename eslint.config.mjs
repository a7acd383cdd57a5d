import lit from 'eslint-plugin-lit';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

/** Ways to turn a text into markup: a comment is plain text from end to end. */
const MARKUP = [
  {
    selector: 'ImportSpecifier[imported.name=/^unsafe(HTML|SVG|Static|CSS|MathML)$/]',
    message: 'Text stays text: no unsafe directive.',
  },
  {
    selector: 'AssignmentExpression[left.property.name=/^(inner|outer)HTML$/]',
    message: 'Text stays text: make nodes.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe)$/]',
    message: 'Text stays text: make nodes.',
  },
  {
    selector: "CallExpression[callee.object.name='document'][callee.property.name=/^write/]",
    message: 'Text stays text: make nodes.',
  },
];

/** A test waits for conditions, is never switched off, and never tried again. */
const TESTS = [
  {
    selector:
      'MemberExpression[object.name=/^(it|describe|test)$/][property.name=/^(skip|only|todo|retry|skipIf|runIf)$/]',
    message: 'A test runs, always.',
  },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'docs/pictures/**', 'data/**'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': ['error', ...MARKUP, ...TESTS],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['packages/widgets/src/**/*.ts'],
    extends: [lit.configs['flat/recommended'], wc.configs['flat/recommended']],
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    extends: [tseslint.configs.recommended],
    rules: { 'no-restricted-syntax': ['error', ...MARKUP, ...TESTS] },
  },
);
