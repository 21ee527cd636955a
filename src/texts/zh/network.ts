import type { NetworkTexts } from "../catalogue.js";

const NETWORK = "请检查本机网络。";
const PROXY = "请检查 HTTPS_PROXY 和 NO_PROXY。";
const CLOCK = "请检查本机的日期和时间。";
const EXTRA_CA =
  "如果代理或安全软件会解密流量，请向 IT 索取其 CA 证书（PEM 文件），并把 NODE_EXTRA_CA_CERTS 设为它的路径；否则请检查 base URL。";

/** What kept Feishu from being reached, to stand behind a colon, and what to do about it. */
export const network: NetworkTexts = {
  nothing_listens: { message: "该地址没有服务", hint: "请检查 base URL。" },
  unknown_host: { message: "域名无法解析", hint: "请检查 base URL 和本机的 DNS。" },
  dns_is_silent: { message: "本机的 DNS 没有响应", hint: NETWORK },
  no_route: { message: "网络不可达", hint: NETWORK },
  no_network: { message: "没有网络", hint: NETWORK },
  no_more_files: {
    message: "本机不允许程序打开更多文件和连接",
    hint: "请调高可打开文件数的上限（ulimit -n 1024）。",
  },
  too_slow: { message: "连接超时", hint: NETWORK },
  closed_early: { message: "连接在建立时被断开", hint: NETWORK },
  dropped: { message: "连接在建立前被断开，可能与代理有关", hint: "请检查 base URL、HTTPS_PROXY 和 NO_PROXY。" },
  proxy_wants_password: {
    message: "代理要求用户名和密码",
    hint: "请设置 HTTPS_PROXY=http://user:password@host:port，或把飞书的域名加入 NO_PROXY。",
  },
  proxy_forbids: {
    message: "代理不允许此连接",
    hint: "请让 IT 放行飞书的域名，或检查 HTTPS_PROXY 和 NO_PROXY。",
  },
  proxy_refuses: { message: "代理拒绝连接", hint: PROXY },
  unknown_issuer: { message: "证书不受信任：本机不认识其签发者", hint: EXTRA_CA },
  self_signed: { message: "证书不受信任：自签名证书", hint: EXTRA_CA },
  other_name: {
    message: "证书属于另一个域名",
    hint: `请检查 base URL，以及是否有登录页面或代理代替飞书作出了响应。${EXTRA_CA}`,
  },
  expired: { message: "证书已过期", hint: `${CLOCK}${EXTRA_CA}` },
  not_yet_valid: { message: "证书尚未生效", hint: `${CLOCK}${EXTRA_CA}` },
  revoked: { message: "证书已被吊销", hint: EXTRA_CA },
  untrusted: { message: "证书不受信任", hint: EXTRA_CA },
  tls_failed: { message: "TLS 连接失败", hint: "请检查 base URL 的端口是否使用 HTTPS，以及到飞书的网络。" },
  no_connection: { message: "无法建立连接", hint: NETWORK },
};
