-- AlterTable
ALTER TABLE "BenchmarkBinary" ADD COLUMN     "removedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "OpTiming" ADD COLUMN     "sharedRow" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "earlierMeasurements" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "RunOutput" ADD COLUMN     "profiledStderrGzip" BYTEA,
ADD COLUMN     "profiledStdoutGzip" BYTEA;

-- CreateIndex
CREATE INDEX "Run_sampleId_idx" ON "Run"("sampleId");
