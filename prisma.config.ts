import { defineConfig } from 'prisma/config';

// Only what `prisma validate` and `prisma generate` need: the program applies its migrations itself
// (src/platform/database), so that no engine has to be downloaded.
export default defineConfig({ schema: 'prisma/schema.prisma' });
