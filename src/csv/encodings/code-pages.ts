/**
 * Encodings that Node has no decoder for, and Excel writes: "CSV (MS-DOS)" and "CSV (Macintosh)". What the bytes 0x80
 * to 0xFF stand for, as the Unicode Consortium lists it (MAPPINGS/VENDORS/MICSFT/PC, MAPPINGS/VENDORS/APPLE).
 */
const CODE_PAGES: Readonly<Record<string, string>> = {
  cp437:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀" +
    "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0",
  cp850:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀" +
    "ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
  cp852:
    "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀" +
    "ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0",
  "x-mac-ce":
    "ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅņŃ¬√ńŇ∆«»…\u00a0ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„" +
    "šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ",
};

const ALIASES: Readonly<Record<string, string>> = {
  ibm437: "cp437",
  "437": "cp437",
  ibm850: "cp850",
  "850": "cp850",
  ibm852: "cp852",
  "852": "cp852",
  cp866: "ibm866",
  "mac-ce": "x-mac-ce",
  macce: "x-mac-ce",
  maccentraleurope: "x-mac-ce",
  "x-mac-centraleurroman": "x-mac-ce",
};

/** What the bytes from 0x80 on stand for in an encoding that Node does not know; undefined for one that it knows. */
export function codePage(encoding: string): string | undefined {
  return CODE_PAGES[encoding];
}

/** The one name of an encoding that Node does not know, or knows by another name; else the label itself. */
export function codePageName(label: string): string {
  const name = label.trim().toLowerCase();
  return ALIASES[name] ?? name;
}
