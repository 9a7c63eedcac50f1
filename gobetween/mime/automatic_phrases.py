"""How auto-replies begin, in the tongues of the marketplaces: subjects only programs write, and doubtful ones."""

from __future__ import annotations

import re

SURE_SUBJECTS = (
    r"automatic reply\s*[:\-]", r"auto[- ]?(?:reply|response|responder|answer)(?:\s*[:\-]|\s+(?:from|to|re)\b|$)", r"automated (?:reply|response)\b", r"automatic (?:response|answer)\s*[:\-]",
    r"out of office auto-?reply", r"\[?auto(?:matic)?[- ]?repl(?:y|ied)\]?\s*[:\-]", r"auto: ", r"out[- ]of[- ](?:the[- ])?office (?:auto(?:matic)?[- ]?)?(?:reply|response|message|notification)",
    r"away from (?:my|the) (?:mail|e-?mail|desk|office)\b", r"vacation (?:reply|response|message|notice)\b", r"this is an autoreply", r"\(?autoreply\)?\b",
    r"automatische (?:antwort|e-?mail-?antwort|abwesenheits|r[üu]ckmeldung|antwortmail)", r"abwesenheits(?:notiz|assistent|meldung|nachricht|benachrichtigung|hinweis|agent)", r"autom\. antwort", r"auto-?antwort",
    r"r[ée]ponse automatique", r"message automatique (?:d.absence|de r)", r"(?:absence|absent) du bureau", r"(?:message|avis|notification) d.absence",
    r"respuesta autom[áa]tica", r"mensaje autom[áa]tico", r"fuera de (?:la )?oficina\s*[:\-]", r"risposta automatica", r"(?:messaggio|avviso) (?:automatico|di assenza)", r"fuori (?:sede|ufficio)\s*[:\-]",
    r"automatisch (?:antwoord|bericht)", r"afwezigheids(?:bericht|melding|assistent)", r"resposta autom[áa]tica", r"autosvar|automatisk[t]? svar|frånvaro|fraværs(?:besked|melding)|automaattinen vastaus|poissaolo",
    r"automatyczna odpowied|odpowied[źz] automatyczna|autoodpowied", r"automatick[áa] odpov[ěe]|mimo kancel", r"automatikus válasz|házon kívül", r"otomatik (?:yanıt|cevap)", r"автоответ|автоматический ответ|автоматическое уведомление",
    r"(?:【|\[)?(?:自動(?:応答|返信|送信|回答|配信)|不在(?:通知|応答|連絡|のお知らせ))", r"自动(?:答复|回复)|自動(?:回覆|答覆)|外出自动", r"자동 ?(?:응답|회신)|부재중", r"αυτόματη απάντηση", r"رد تلقائي", r"תשובה אוטומטית|מענה אוטומטי",
)  # fmt: skip
MAYBE_SUBJECTS = (
    r"out[- ]of[- ](?:the[- ])?office", r"\bauto-?(?:reply|response|respond)", r"automatic(?:ally)? (?:reply|response|generated)", r"\b(?:on|away on) (?:vacation|holiday|leave)\b|\bvacation\b", r"\baway\b", r"\bout until\b|\bi am (?:away|out)\b",
    r"\boo?o\b", r"thank you for (?:your (?:e-?mail|message|mail|enquiry|inquiry)|contacting|writing|e-?mailing)|thanks for (?:your|contacting)", r"we (?:have )?received your|message received|(?:request|e-?mail|ticket) (?:has been )?received|acknowledge?ment",
    r"abwesen|urlaub|nicht (?:im|am) (?:b[üu]ro|haus|arbeitsplatz)|au[ßs]er haus|elternzeit", r"absen(?:t|ce)|cong[ée]s?|vacances", r"ausen(?:te|cia)|vacaciones|fuera de", r"assen(?:te|za)|ferie|fuori", r"afwezig|vakantie", r"aus[êe]n|f[ée]rias", r"semester|ferie|urlop|nieobecno",
    r"отпуск|отсутств", r"不在|休暇|外出|休業", r"休假|外出",
)  # fmt: skip
OPENINGS = (
    r"(?:this is an? )?(?:auto(?:mated|matic(?:ally)?)?[- ]?(?:generated )?(?:reply|response|message|e-?mail|answer|mail))", r"(?:i am|i'm|i will be|i'll be|i’m|i’ll be|we are|i have been)\b.{0,60}\b(?:out of (?:the |my )?(?:office|town|country)|away|on (?:vacation|holiday|leave|annual leave|business|maternity|a business trip|pto|parental)|out until|unavailable|not (?:in|available|at) |on holidays?|travell?ing|absent|off work|no longer (?:with|at|working))",
    r"thank(?:s| you) (?:very much |so much )?for (?:your|contacting|e-?mailing|writing|reaching|the).{0,160}\b(?:out of (?:the |my )?office|away|on (?:vacation|holiday|leave|annual leave)|unavailable|automat|no longer|will (?:reply|respond|get back|be back|return)|currently|been received|limited access|return)",
    r".{0,40}\bthis (?:is an auto|e-?mail (?:was|is) auto|message (?:was|is) auto)", r".{0,40}\b(?:limited|no|intermittent) (?:e-?mail )?access to (?:my )?e-?mail", r"(?:we have received|your (?:e-?mail|message|request|mail) (?:has been|was) received)",
    r".{0,120}\b(?:ich bin|wir sind)\b.{0,80}(?:nicht (?:im|am|erreichbar|im haus|verfügbar|da)|abwesend|au[ßs]er haus|urlaub|wieder (?:ab|im|erreichbar|für))", r".{0,80}(?:automatisch (?:erstellt|generiert|erzeugt|e )|vielen dank für ihre (?:e-?mail|nachricht|mail).{0,120}(?:abwesen|urlaub|nicht|automat|erhalten|bearbeit))",
    r".{0,120}(?:je suis|nous sommes|je serai)\b.{0,60}(?:absent|en cong|en vacances|en d[ée]placement|indisponible|hors du bureau)", r".{0,80}(?:ceci est (?:un|une) (?:message|r[ée]ponse) automati)", r".{0,120}(?:estoy|estaré|me encuentro|estaremos)\b.{0,60}(?:fuera de|de vacaciones|ausente|de baja)", r".{0,80}(?:este es un (?:mensaje|correo) autom|respuesta autom)",
    r".{0,120}(?:sono|sarò|siamo)\b.{0,60}(?:fuori (?:ufficio|sede)|assente|in ferie|fuori)", r".{0,80}(?:questo [èe] un messaggio automa|risposta automa)", r".{0,120}(?:ik ben|wij zijn)\b.{0,60}(?:afwezig|niet (?:op|aanwezig|bereikbaar)|met vakantie|op vakantie|vrij)", r".{0,120}(?:estou|estarei)\b.{0,60}(?:ausente|f[ée]rias|fora)",
    r".{0,120}(?:я|мы|в настоящее время).{0,60}(?:отпуск|отсутству|командировк)|это автоматическ", r".{0,120}(?:不在に?|休暇|外出中|休業|出張)|.{0,80}(?:自動(?:返信|応答|送信|配信))", r".{0,80}(?:自动回复|自動回覆|休假|不在办公室|外出)",
)  # fmt: skip

SURE_SUBJECT = re.compile(r"\s*(?:" + "|".join(SURE_SUBJECTS) + ")", re.I)
MAYBE_SUBJECT = re.compile("|".join(MAYBE_SUBJECTS), re.I)
_GREETING = r"\s*(?:(?:hi|hello|hey|dear|good (?:day|morning|afternoon)|greetings|hallo|guten tag|sehr geehrte|liebe|bonjour|madame|hola|buenos|estimad|buongiorno|gentile|salve|ciao|beste|geachte|olá|prezad|здравствуйте|добрый)[^\n]{0,80}\n\s*|[*\-=_\s]+|thank you[^\n]{0,60}[.!]\s+)*"
OPENING = re.compile(_GREETING + "(?:" + "|".join(OPENINGS) + ")", re.I | re.S)
