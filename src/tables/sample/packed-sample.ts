/** SQL: whether a sample `m` holds several configurations. */
export const packedSample = `(m.kind = 'OPERATIONS' AND jsonb_array_length(m.spec->'configurations') > 1)`;
