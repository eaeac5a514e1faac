export const word = "plain";
