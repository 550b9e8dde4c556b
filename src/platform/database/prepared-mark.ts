/**
 * Stands at the beginning of a statement that is worth being prepared: one of few texts that is executed again and again, and takes longer to
 * parse and plan than to execute.
 */
export const preparedMark = '/* prepared */';
