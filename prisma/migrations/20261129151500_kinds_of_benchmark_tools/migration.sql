-- AlterTable
ALTER TABLE "BenchmarkBinary" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'tflite';

