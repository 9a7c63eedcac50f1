"""How mail programs of thirty years, and of many tongues, begin a letter that says another could not be delivered."""

from __future__ import annotations

import re

SUBJECTS = (
    r"undeliver(?:able|ed)\b", r"non[- ]?deliver(?:y|able|ed)\b", r"not deliver(?:ed|able)\b", r"returned? (?:e-?)?mail\b",
    r"mail returned", r"fail(?:ed|ure) (?:notice|notification|delivery|mail)", r"(?:e-?mail|message|mail) delivery\b",
    r"deliver(?:y|ies) (?:status|fail|has failed|problem|error|report|delay|notif|unsuccess|to .{1,80} failed|incomplete|attempts?)",
    r"delivery (?:of .{0,80})?(?:has )?(?:failed|delayed)", r"(?:could|can) ?not be (?:delivered|sent)",
    r"could ?n.t (?:be )?deliver", r"unable to (?:deliver|send)", r"(?:mail|message) (?:delivery )?(?:error|failed|failure|bounced|delayed)",
    r"failed (?:to deliver|mail|delivery)", r"mail system error", r"processing error", r"(?:delayed|bounced?|rejected) (?:mail|message)",
    r"warning: (?:message|could not send|e-?mail|.{1,80} user unknown)", r"user unknown|unknown user|unknown recipient",
    r"message status - undeliverable", r"automatically rejected mail", r"mail (?:delivery )?warning",
    r"delivery status notification", r"\bnondeliverable mail", r"message (?:has not (?:yet )?been )?delivered?\b.{0,20}\bnot",
    r"has not (?:yet )?been delivered", r"\bdsn:? failed", r"\bndr\b", r"message you sent (?:was )?blocked", r"recipient.{0,20} (?:rejected|not found)",
    r"(?:mailbox|quota|inbox) (?:is )?(?:full|exceeded)|over ?quota", r"message rejected|rejected by", r"permanent (?:delivery )?fail",
    # German, French, Spanish, Italian, Dutch, Portuguese, Nordic, Polish, Czech
    r"unzustellbar", r"nicht zugestellt|nicht zustellbar|nicht ausgeliefert", r"(?:zustellung|übermittlung|auslieferung|lieferung).{0,40}(?:fehl|gescheitert|nicht|verz[öo]ger)",
    r"fehler (?:bei|beim|in) .{0,30}(?:zustell|übermittl|mail)", r"zur[üu]ckgesendete? (?:mail|nachricht)",
    r"non[- ]?(?:remis|distribu|délivr|delivr)", r"(?:échec|echec) (?:de|d.|lors) .{0,40}(?:remise|distribution|livraison|envoi)", r"impossible (?:de remettre|à remettre|de délivrer)", r"message non remis|retour .{0,12}expéditeur",
    r"no se (?:puede|pudo|ha podido) (?:entregar|enviar)", r"(?:error|fallo|falla) (?:de|en) (?:la )?(?:entrega|env[ií]o)", r"no entregado|no entregable|correo devuelto|mensaje devuelto|devoluci[óo]n de",
    r"(?:mancata|impossibile|errore (?:di|nella)) (?:consegna|recapit)", r"non (?:consegnat|recapitat|recapitabil|inoltrat)", r"messaggio non",
    r"onbestelbaar|niet (?:te bestellen|bezorgd|afgeleverd|verzonden|bezorgen)|(?:bezorging|aflevering|verzending).{0,20}(?:mislukt|mislukken|vertraagd)",
    r"não (?:entregue|foi possível entregar|entregável)|falha na entrega|nao entregue", r"(?:kunde|kunne) (?:inte|ikke) (?:levereras|leveres|afleveres)|ej levererbart|oleverbar|uleveret|leveringsfejl|går inte att leverera",
    r"nie (?:można|dostarczono|doręczon)|niedoręczona|zwrot poczty|nedoru[čc]iteln",
    # Russian, Japanese, Chinese, Korean, Turkish
    r"не (?:доставлен|может быть доставлен|удалось доставить)|недоставлен|ошибка доставки|сообщение не доставлено",
    r"配信(?:不能|できません|エラー|失敗|されません|遅延)|送信(?:エラー|できません|失敗)|届けられません|メール(?:の)?(?:エラー|送信エラー)|配信状態|不達",
    r"(?:系统)?退信|退件|無法(?:傳遞|投遞|送達)|无法(?:投递|传递|送达)|投递(?:失败|出错)|未送达|傳遞失敗", r"반송|배달(?:되지| 실패)|전송 실패|수신 ?거부", r"teslim edilemedi|iletilemedi",
)  # fmt: skip

# Sentences mail programs begin with; a person would have to quote one to write it, and quotes come later in a letter.
OPENINGS = (
    r"(?:-+ ?)?failed recipients?", r"this is an advisory-only e-?mail", r"message from .{0,60}(?:security|gateway|antivirus|mail ?scan)",
    r"hi\. (?:this is|the) (?:the )?(?:qmail-send|deliver(?:y)? program|.{1,60}qmail)", r"this is the (?:mail system|postfix|qmail|mail delivery|.{1,30}mailer|.{1,40} program|mail delivery agent)",
    r"this (?:message|report|is an automatically|e-?mail) (?:was|is|has been)? ?(?:created|generated|relates|automatically).{0,40}(?:automatically|by|to)",
    r"this is an? (?:automatically[- ]generated|automated|automatic) .{0,30}(?:delivery|dsn|bounce|message from.{0,40}mail)",
    r"(?:a |the )?(?:message|e-?mail|mail)(?: that| which)? you (?:have )?(?:just )?sent.{0,160}(?:could not|was not|cannot|not be|undeliver|has not|failed|rejected|been (?:rejected|delayed|blocked|returned))",
    r"your (?:e-?mail|message|mail)\b.{0,200}(?:could ?n.t|could not|was not|cannot|has not|undeliver|failed|is delayed|has been (?:delayed|rejected|blocked|returned|deferred)|was (?:rejected|refused|blocked|unable|undeliver)|did not|wasn.t|not delivered|bounced)",
    r"(?:the )?following (?:message|mail|addresses|recipients?|address|e-?mail).{0,120}(?:could not|was not|failed|fatal|cannot|undeliver|has (?:not|been)|had |did not)",
    r"(?:-+ ?)?the following address(?:es|\(es\))?", r"(?:-+ ?)?transcript of session", r"the original message was received (?:at|from)",
    r"deliver(?:y|ies) (?:to|of|for) .{0,160}(?:fail|delayed|unsuccess|could not|not possible|aborted|impossible|refused)", r"delivery (?:has )?failed", r"deliver(?:y)? (?:status )?notification", r"delivery failure",
    r"(?:i('m| am) (?:sorry|afraid)|sorry),? .{0,60}(?:could ?n.t|could not|unable|inform you|wasn.t able|not able).{0,60}(?:deliver|message|mail|sent|address)",
    r"(?:unable|failed|failure|could not|cannot|was unable|we were unable|unfortunately).{0,60} (?:deliver|send|process|forward|relay)(?!y times)",
    r"(?:message|mail|e-?mail) (?:delivery|could not|cannot|was not|rejected|returned|undeliver|bounced|not delivered|has not been|from .{0,100} (?:could not|was not))",
    r"(?:undeliver(?:able|ed)|returned|nondeliver)", r"(?:\*+|-+) ?(?:this is a warning|warning|.{0,20}delivery).{0,60}", r"warning: ", r"reporting-mta:", r"did not reach the following recipient",
    r"(?:the )?(?:user|recipient|mailbox|account|address|e-?mail address|recipient.s mailbox)\b.{0,120}(?:unknown|does not exist|not found|full|unavailable|disabled|no longer|over quota|inactive|not (?:exist|listed|known)|rejected)",
    r"(?:domain|host|server|system) .{0,80}(?:unknown|not found|rejected|refused|does not exist)", r"(?:an )?error (?:occurred|was (?:detected|encountered)|while|in (?:processing|delivery)).{0,60}",
    r"the (?:e-?mail|message|mail)\b.{0,80}(?:could not|cannot|was not|has not|undeliver|failed|rejected|been (?:blocked|delayed|deferred|rejected))", r"address not found|message (?:blocked|not delivered|delayed)|recipient inbox full|delivery incomplete",
    r"(?:ihre|die|eine|folgende) (?:nachricht|e-?mail|mail|mitteilung).{0,160}(?:nicht|unzustellbar|fehl|konnte|zur[üu]ck)", r"(?:zustellung|übermittlung) .{0,80}(?:fehl|nicht|gescheitert|verzögert)", r"dies ist eine (?:automatisch|fehler)",
    r"fehler bei der nachrichten", r"(?:votre|le|un|ce) (?:message|courrier|e-?mail|mail).{0,160}(?:n.a pas|n.a pu|pas pu|pas été|non remis|impossible|échou|échec|ne peut|refus)", r"(?:la |échec de la |échec de )?(?:remise|distribution|livraison) .{0,80}(?:échou|impossible|pas)",
    r"(?:su|el|tu|este) (?:mensaje|correo|e-?mail).{0,160}(?:no |rechaz|devuelt|imposible)", r"(?:no se (?:puede|pudo|ha podido)|error al) (?:entregar|enviar)", r"(?:il|un|questo) (?:suo |tuo |vostro )?(?:messaggio|mail|e-?mail).{0,160}(?:non |impossibile|rifiut|respint)",
    r"(?:uw|het|je|de) (?:bericht|e-?mail|mail).{0,160}(?:niet|onbestelbaar|geweigerd|mislukt)", r"(?:sua|a|o|seu) (?:mensagem|e-?mail).{0,160}(?:não|nao)", r"ваше (?:сообщение|письмо).{0,160}(?:не |недостав)|(?:сообщение|письмо).{0,100}не (?:может|доставлен|удалось)|это письмо создано автоматически",
    r".{0,60}(?:配信できません|配信されません|届けられません|送信できません|お届けできません|配送できません|配信不能|見つかりませんでした|存在しません|到達しません|送れません)", r".{0,60}(?:无法|無法|未能|不能|没有).{0,30}(?:投递|投遞|送达|送達|傳遞|传递|发送|發送|到达)|.{0,20}(?:退信|被退回)", r".{0,60}(?:전달|배달|전송)(?:하지|되지|할 수)",
)  # fmt: skip

DELAYS = (
    r"delayed|delay\)|postponed|continue to try|still (?:being )?(?:retr|try)|warning message only|will (?:be retried|keep trying|continue|be re-?attempt|try)|has not yet been delivered|not yet been|temporarily|deferred|do not need to resend|no action is required|verzögert|retard[ée]|vertraagd|ritardo|retras|задерж|遅延|delivery incomplete",
)  # fmt: skip
FINAL = r"gave up|giving up|given up|permanent|fatal|final|expired|too long|returned|could not be delivered|failed|5\d\d |i will not|undeliver"

SUBJECT = re.compile("|".join(SUBJECTS), re.I)
OPENING = re.compile(r"[\s*\-=_>#|•\ufeff]{0,200}(?:" + "|".join(OPENINGS) + ")", re.I | re.S)
DELAY = re.compile("|".join(DELAYS), re.I)
GIVEN_UP = re.compile(FINAL, re.I)
RETURNED = re.compile(
    r"^[\s>*+|\-_=#]{0,40}(?:(?:begin )?(?:the )?(?:(?:un)?(?:original|returned|sent|delivered|forwarded|undelivered|bounced) )?(?:message|mail|header)s?(?: text| header| content)?s?"
    r"(?: follows| is (?:included|attached|below|enclosed)|: ?$)|(?:-+ ?)?(?:original|returned|undelivered|unsent|below this line)\b.{0,60}|below this line is a copy|copy of (?:the |your )?(?:original |failed )?message|message header follows)",
    re.I | re.M,
)  # fmt: skip
