-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "toolReport" JSONB;
