/** SQL for what Feishu may hold of a row `r` besides what the row says: an array of payloads, JSON. */
export const MAY_HOLD = `(SELECT json_group_array(json(u.after)) FROM updates u
  WHERE u.row_id = r.id AND u.may_hold = 1)`;
