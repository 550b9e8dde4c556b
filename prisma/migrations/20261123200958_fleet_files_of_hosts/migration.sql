-- AlterTable
ALTER TABLE "Host" ADD COLUMN     "fleetPath" TEXT;
