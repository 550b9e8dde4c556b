-- Predictors are kept as they are: compressing them halves them, and made storing a release take three times as long.
ALTER TABLE "Predictor" ALTER COLUMN "artifact" SET STORAGE EXTERNAL;
