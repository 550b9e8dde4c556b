-- AlterEnum
ALTER TYPE "RunState" ADD VALUE 'SPLIT';
