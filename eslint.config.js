import tseslint from 'typescript-eslint';

/** Which rooms a room may import, besides itself (docs/adr and the house plan in the README of `docs/`). */
const mayImport = {
  graph: [],
  learning: [],
  platform: [],
  'virtual-phone': [],
  client: [],
  predictor: ['graph', 'learning'],
  records: ['graph'],
  tables: ['graph', 'records', 'platform'],
  exchange: ['graph', 'learning', 'predictor', 'records', 'tables', 'platform'],
  orchestrator: ['graph', 'learning', 'predictor', 'records', 'tables', 'platform', 'exchange'],
  worker: ['graph', 'learning', 'predictor', 'records', 'tables', 'platform', 'exchange'],
  trainer: ['graph', 'learning', 'predictor', 'records', 'tables', 'platform', 'exchange'],
  api: [
    ...['graph', 'learning', 'predictor', 'records', 'tables', 'platform', 'exchange'],
    ...['orchestrator', 'worker', 'trainer'],
  ],
};
const rooms = [...Object.keys(mayImport), 'cli'];

const houseRules = Object.entries(mayImport).map(([room, allowed]) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: rooms
          .filter((other) => other !== room && !allowed.includes(other))
          .map((other) => ({
            group: [`**/${other}/*.js`, `**/${other}/**/*.js`],
            message: `src/${room} may not import src/${other}.`,
          })),
      },
    ],
  },
}));

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'coverage/',
      'node_modules/',
      '.farm/',
      'src/platform/database/generated/',
      'src/client/generated/',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Name what is exported.' },
        {
          // Prisma gives one up after five seconds, and lets what its function still does commit statement by statement.
          selector:
            "CallExpression[callee.property.name='$transaction'] > :matches(ArrowFunctionExpression, FunctionExpression)",
          message:
            'Use inTransaction: an interactive transaction of Prisma can end before its function does.',
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/platform/config reads the environment.' },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**', 'src/virtual-phone/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: [
      'src/platform/config/**/*.ts',
      'src/virtual-phone/**/*.ts',
      'test/**/*.ts',
      'bench/**/*.ts',
      'scripts/**/*.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  ...houseRules,
);
