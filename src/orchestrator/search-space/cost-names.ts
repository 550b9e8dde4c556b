/** What constraints may read of an operation besides its parameters: the members of the graph room's cost. */
export const costNames = ['flops', 'weightCount', 'weightBytes', 'inputBytes', 'outputBytes'] as const;
export type CostName = (typeof costNames)[number];
