/** Characters that most Chinese texts and exports of recruiting systems are made of: a few are enough to tell. */
const SIMPLIFIED =
  "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子得于着下自之年过发后作里用道行所然家事成方多经么去法学如都同现当没" +
  "动面起看定天分还进好小部其些主样理心本前开但因只从想日者意无力把长民第公此已工使情明性知全三关点正业外将两高间由问很最重并物手应文体政美相见利什" +
  "二等产或新己制身果加月话合回特代内信表化给世位次度门常先海通教原提立及员解名真论各入口条平系气更别女男四总何电数安少报才结反目量再建务做接必场件" +
  "计管期市直资命山金指区保至形社便空决展科五完设色路记品住告类求据程北边师南京广州深圳杭李王张刘陈杨黄赵吴周";

const OF_RECRUITING =
  "姓性别邮箱机职聘应简历状态源渠招面试录取淘汰归档候选申请终止阶段校推荐猎薪入离硕博士专术算师助运营销售财会计经备注间更组织导统编号户项目汇无未待通复初";

const TRADITIONAL =
  "這個們來時對會為後學開應從無當動與長門關點業東電話國發過說還進種樣經現義處機師員實見氣問間題場計設資將務產單報區體總職歷狀態應徵聘錄選階簡歷" +
  "備註離終薦獵頭郵號畢專碩廣灣張陳劉楊黃趙吳鄭謝";

export const COMMON_CHARACTERS: ReadonlySet<string> = new Set(SIMPLIFIED + OF_RECRUITING + TRADITIONAL);

/** The syllables that most Korean names, and titles and words of recruiting, are made of. */
const HANGUL =
  "가각간감강개거건검격견결경계고공과관광교구국군권규균그근금급기길김나날남내년노늘능니닝다단담당대덕데도독동됐됨두" +
  "드디딩라락란람래략량러력련령로록론료루류르른를름리린림립링마만매맹머메면명모목무문물미민밍박반발방배백버번범법변" +
  "별병보복본봉부북분불브비빈사산살상새생서석선설성세소속손솔송쇼수숙순슬승시식신실심십싱아안알암애야약양어언업없에" +
  "엔여역연열염엽영예오옥온올와완왕외요용우욱운울웅원월위유육윤율은을음응의이익인일임입있자작잔장재저전절점접정제젝" +
  "조종좋주준중즈증지직진집징차찬창찾채처천철첨청체초촌총최추축출충취츠치카커컨컴케켓코콘크키타탁탈태택터테텍토통퇴" +
  "투트특티팀팅파판팔패퍼페편평포표품퓨프피필하학한할함합항해했행향허헌험혁현협형혜호홍화확환황회획효후훈휘희";
export const COMMON_HANGUL: ReadonlySet<string> = new Set(HANGUL);

/**
 * The characters of a national standard's first level, which its authors chose by frequency: rows `first` to `last`
 * of two-byte characters, as the decoder itself knows them.
 */
function levelOne(encoding: string, first: number, last: number, trails: readonly (readonly [number, number])[]) {
  const bytes: number[] = [];
  for (let lead = first; lead <= last; lead++) {
    for (const [from, to] of trails) for (let trail = from; trail <= to; trail++) bytes.push(lead, trail);
  }
  return Array.from(new TextDecoder(encoding).decode(Uint8Array.from(bytes))).filter((char) => char >= "\u4e00");
}

const EUC_TRAILS = [[0xa1, 0xfe]] as const;
const BIG5_TRAILS = [
  [0x40, 0x7e],
  [0xa1, 0xfe],
] as const;

let levels: Readonly<Record<"gb18030" | "big5" | "any", ReadonlySet<string>>> | undefined;

/**
 * GB 2312 level 1 (3755 characters) and Big5 level 1 (5401), and both with Japan's (2965). Made when first asked for:
 * most exports need none.
 */
export function levelOneCharacters() {
  if (levels === undefined) {
    const gb = levelOne("gb18030", 0xb0, 0xd7, EUC_TRAILS);
    const big5 = levelOne("big5", 0xa4, 0xc6, BIG5_TRAILS);
    const japanese = levelOne("euc-jp", 0xb0, 0xcf, EUC_TRAILS);
    levels = { gb18030: new Set(gb), big5: new Set(big5), any: new Set([...gb, ...big5, ...japanese]) };
  }
  return levels;
}
