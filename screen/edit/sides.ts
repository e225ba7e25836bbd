/** What is shown beside the stage, of the scene that is edited. */
export const SIDES = ['options', 'add', 'sceneWords', 'versions'] as const;
export type Side = (typeof SIDES)[number];
