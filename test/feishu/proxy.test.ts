import { describe, expect, it } from "vitest";
import { proxyFor } from "../../src/feishu/proxy.js";

const FEISHU = new URL("https://open.feishu.cn");
const PROXY = "http://proxy.example:3128/";

describe("NO_PROXY", () => {
  it.each([
    ["*"],
    [" * "],
    ["localhost, *"],
    ["open.feishu.cn"],
    ["OPEN.Feishu.CN"],
    ["open.feishu.cn."],
    [".feishu.cn"],
    ["*.feishu.cn"],
    [".feishu.cn."],
    ["feishu.cn"],
    ["feishu.cn."],
    ["cn"],
    ["localhost,127.0.0.1 ,  open.feishu.cn"],
    ["localhost open.feishu.cn"],
    ["localhost\topen.feishu.cn\n"],
    ["open.feishu.cn:443"],
    ["open.feishu.cn.:443"],
    ["*:443"],
  ])("%j names open.feishu.cn", (NO_PROXY) => {
    expect(proxyFor(FEISHU, { HTTPS_PROXY: PROXY, NO_PROXY })).toBeUndefined();
    expect(proxyFor(new URL("https://open.feishu.cn./x"), { HTTPS_PROXY: PROXY, NO_PROXY })).toBeUndefined();
  });

  it.each([
    [""],
    [" "],
    [","],
    ["."],
    ["*."],
    ["feishu"],
    ["pen.feishu.cn"],
    ["hire.open.feishu.cn"],
    ["open.feishu.cn.example"],
    ["open.feishu.cn:8443"],
    ["feishu.cn:80"],
    ["::1"],
    ["127.0.0.1, localhost"],
  ])("%j does not", (NO_PROXY) => {
    expect(proxyFor(FEISHU, { HTTPS_PROXY: PROXY, NO_PROXY })).toEqual({ uri: PROXY });
  });

  it.each([["[fd00::1]"], ["fd00::1"], ["[fd00::1]:8443"], ["x,fd00::1"]])("%j names an address", (NO_PROXY) => {
    expect(proxyFor(new URL("https://[fd00::1]:8443"), { HTTPS_PROXY: PROXY, NO_PROXY })).toBeUndefined();
  });
});

describe("the proxy", () => {
  it.each([
    [{ HTTPS_PROXY: PROXY }, PROXY],
    [{ https_proxy: PROXY, HTTPS_PROXY: "http://other/" }, PROXY],
    [{ HTTP_PROXY: PROXY }, PROXY],
    [{ http_proxy: PROXY, HTTPS_PROXY: "" }, PROXY],
    [{ HTTPS_PROXY: ` ${PROXY} ` }, PROXY],
    [{ HTTPS_PROXY: PROXY, HTTP_PROXY: "http://other/" }, PROXY],
    [{ HTTPS_PROXY: "", HTTP_PROXY: "" }, undefined],
    [{}, undefined],
  ])("of %j is %s", (environment, uri) => {
    expect(proxyFor(FEISHU, environment)?.uri).toBe(uri);
  });

  it("that is no URL is refused", () => {
    for (const HTTPS_PROXY of ["http://:bad", "http://%zz:x@proxy.example", "//"]) {
      expect(() => proxyFor(FEISHU, { HTTPS_PROXY })).toThrow();
    }
  });
});
