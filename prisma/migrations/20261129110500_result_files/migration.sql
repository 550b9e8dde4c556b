-- AlterTable
ALTER TABLE "RunOutput" ADD COLUMN     "resultFile" BYTEA;
