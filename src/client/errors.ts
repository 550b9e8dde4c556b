/** What the client itself finds: all other codes are a farm's. Listed in docs/reference/errors.md. */
export const clientErrors = {
  FARM_UNREACHABLE: {
    blame: 'host',
    retryable: true,
    remedy: 'Check that "farm serve" runs there, and that the URL is its own.',
  },
} as const;
