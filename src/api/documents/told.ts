import type { z } from 'zod';

type Plain = string | number | boolean | Date | null | undefined;

/**
 * Names of what `Of` has and a document does not tell, however deep: never where all is told. A document that says `unknown` of a member
 * tells all of it, and a dictionary has no names that could be left out. `true satisfies IsTold<typeof schema, Of>` beside a schema keeps what a room tells from being left out unseen.
 */
export type Untold<Document, Of> = unknown extends Document
  ? never
  : Of extends Plain
    ? never
    : Of extends readonly (infer Member)[]
      ? NonNullable<Document> extends readonly (infer Told)[]
        ? Untold<Told, Member>
        : never
      : string extends keyof Of
        ? never
        : {
            [Name in keyof Of]-?: Name extends keyof NonNullable<Document>
              ? Untold<NonNullable<Document>[Name], Of[Name]>
              : Name;
          }[keyof Of];

/** True where the document of a schema tells all of a type, else the names of what it leaves out. */
export type IsTold<Schema extends z.ZodType, Of> =
  Untold<z.output<Schema>, Of> extends never ? true : Untold<z.output<Schema>, Of>;
