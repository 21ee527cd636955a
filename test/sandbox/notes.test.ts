import { expect, it } from "vitest";
import { open, signIn, TALENT } from "./support.js";

const NOTES = "/open-apis/hire/v1/notes";

it("creates, lists, changes and deletes notes of a talent, and makes a second one of a repeat", async () => {
  const sandbox = await open();
  const { call } = await signIn(sandbox);
  const sent = { talent_id: TALENT, content: "called", privacy: 1 };
  const first = await call("POST", NOTES, sent);
  expect(first.body.data.note).toMatchObject({ talent_id: TALENT, content: "called", is_private: true });
  const second = await call("POST", NOTES, sent);
  const { id } = first.body.data.note;
  expect(second.body.data.note.id).not.toBe(id);
  const changed = await call("PATCH", `${NOTES}/${id}`, { content: "called back", privacy: 2 });
  expect(changed.body.data.note, "the text alone can be changed").toMatchObject({
    content: "called back",
    is_private: true,
  });
  expect((await call("DELETE", `${NOTES}/${id}`)).body).toMatchObject({ code: 0, data: {} });
  expect((await call("DELETE", `${NOTES}/${id}`)).body.code).toBe(1002002);
  const { items } = (await call("GET", `${NOTES}?talent_id=${TALENT}`)).body.data;
  expect(items.map((item: { id: string }) => item.id)).toEqual([second.body.data.note.id]);
});

it("refuses what the page does not allow", async () => {
  const { call } = await signIn(await open());
  const codeOf = async (...asked: Parameters<typeof call>) => (await call(...asked)).body.code;
  expect(await codeOf("POST", NOTES, { talent_id: TALENT })).toBe(99992402);
  expect(await codeOf("POST", NOTES, { talent_id: TALENT, content: 7 })).toBe(1002002);
  expect(await codeOf("POST", NOTES, { talent_id: TALENT, content: "x", privacy: 3 })).toBe(1002002);
  expect(await codeOf("POST", NOTES, { talent_id: "7050000000000000404", content: "x" })).toBe(1002002);
  expect(await codeOf("GET", NOTES)).toBe(99992402);
  expect(await codeOf("GET", `${NOTES}?talent_id=${TALENT}&page_size=201`)).toBe(1002002);
});

it("can show the newest first, page by page, each once", async () => {
  const { call } = await signIn(await open({ list_order: "newest_first" }));
  for (const content of ["a", "b", "c"]) await call("POST", NOTES, { talent_id: TALENT, content });
  const seen: string[] = [];
  for (let token = ""; ; ) {
    const { data } = (await call("GET", `${NOTES}?talent_id=${TALENT}&page_size=2&page_token=${token}`)).body;
    seen.push(...data.items.map((item: { content: string }) => item.content));
    if (!data.has_more) break;
    token = data.page_token;
  }
  expect(seen).toEqual(["c", "b", "a"]);
});
