/** Entries are as `reads-as-stop.ts` compares them: lower case, without accents; phrases have words with spaces. */
export interface StopWords {
  /** Stops, when nothing else is named beside it. */
  readonly stop: string;
  /** Stops only as the whole message, and only for readers of this language: elsewhere it is a common word. */
  readonly ambiguous?: string;
  /** Stops together with one of `objects`: "end", "close", "turn off". */
  readonly ending: string;
  /** What only a session can be meant by. */
  readonly objects: string;
  /** Politeness, pronouns and wishes around it, which name nothing else. */
  readonly fillers: string;
  /** Turns a stop into its opposite. */
  readonly negations: string;
}

/**
 * Words per language, separated by commas. All lists apply to everybody, because people type in another language than
 * their client's. Written without native speakers: have them review a list before relying on it.
 */
export const STOP_WORDS: Readonly<Record<string, StopWords>> = {
  en: {
    stop: "stop, halt, abort, enough, stopit, sotp, stpo, tsop, stp, stopping, hands off, leave me alone, go away, get out, get off, no more, knock it off, cut it out, make it stop, i withdraw, withdraw my consent, i revoke, revoke, i changed my mind, changed my mind, turn it off, turn this off, switch it off, shut it down, end it, end this, end now, disconnect, kick them out, pull the plug, i do not want this, i dont want this, стоп",
    ending:
      "end, cancel, close, quit, exit, finish, terminate, kill, cut, drop, turn off, switch off, shut down, revoke, withdraw",
    objects:
      "screen, screens, sharing, screenshare, share, session, sessions, control, controlling, access, watching, watch, view, viewing, looking, seeing, connection, remote help, remote, helping, monitor, desktop, consent, permission, beckon",
    fillers:
      "please, pls, plz, now, right, immediately, asap, instantly, ok, okay, hey, hi, thanks, thank, can, could, would, will, you, we, us, u, i, id, i'd, want, wanna, need, like, to, let, let's, lets, have, must, it, its, this, that, that's, thats, is, all, everything, everyone, my, me, the, your, at, once, just, oh, so, and, with, of, already, dear, sir, god, seriously, really, again, i'm, im, said, them, they, her, him, his",
    negations:
      "not, never, don't, dont, doesn't, doesnt, didn't, won't, wont, can't, cant, cannot, without, isn't",
  },
  de: {
    stop: "stopp, stoppen, stoppe, stoppt, stoppen sie, schluss, schluss jetzt, es reicht, reicht jetzt, das reicht, genug, aufhoren, aufhoeren, hor auf, hoer auf, hort auf, horen sie auf, hoeren sie auf, halt, beenden, beende, abbrechen, abbruch, brich ab, brechen sie ab, finger weg, hande weg, weg da, lass das, lassen sie das, raus da, trennen, ich widerrufe, widerrufe, ich ziehe zuruck, zuruckziehen, anhalten, halt an, mach aus, ausmachen, ausschalten, nicht mehr zuschauen, nicht weiter",
    ending: "ende, beenden, beende, schliessen, schliess, trenne, abbrechen, ausschalten, aus",
    objects:
      "bildschirm, bildschirms, bildschirmfreigabe, sitzung, session, freigabe, ubertragung, teilen, zugriff, steuerung, kontrolle, fernsteuerung, fernwartung, verbindung, zuschauen, zusehen, schauen, zuzuschauen, hinsehen, fernhilfe, einwilligung, erlaubnis",
    fillers:
      "bitte, jetzt, sofort, gleich, mal, doch, und, ich, mochte, moechte, will, muss, kannst, konnen, koennen, konntest, konnten, koennten, du, sie, ihr, wir, uns, mich, mir, das, dies, dieses, die, der, den, dem, es, alles, mein, meine, meinen, meines, zu, auf, damit, wurde, gerne, hallo, danke, endlich, mit, von, aufs, nun, hier, hiermit, einfach",
    negations: "nicht, nie, niemals, kein, keine, keinen, ohne",
  },
  fr: {
    stop: "arrete, arretez, arreter, arretes, arretons, stoppe, stoppez, stopper, ca suffit, cela suffit, suffit, assez, terminez, ne regardez plus, ne regarde plus, laissez moi, laisse moi, coupez, coupe tout, lachez tout, je retire, je revoque, je retire mon accord, deconnectez, deconnecte, interrompez, interrompre, halte",
    ambiguous: "fin, fini, termine, terminer, coupe, couper",
    ending:
      "fin, finir, terminer, terminez, termine, fermer, fermez, ferme, couper, coupez, coupe, annuler, annulez, quitter",
    objects:
      "ecran, partage, partager, session, seance, controle, controler, acces, connexion, regarder, visionnage, surveillance, prise en main, consentement, accord",
    fillers:
      "s'il, sil, vous, plait, te, svp, stp, maintenant, tout, toute, de, suite, immediatement, le, la, les, l, d, l'ecran, l'acces, mon, ma, mes, je, j, veux, voudrais, j'aimerais, peux, peux-tu, tu, pouvez, pouvez-vous, pourriez-vous, pourrais, on, nous, doit, ca, cela, ce, que, c, c'est, est, un, une, du, d'ici, merci, bonjour, moi, a, et, en",
    negations: "ne, pas, jamais, n'arretez, n'arrete",
  },
  es: {
    stop: "para ya, paren, pares ya, detente, deten, detener, detenga, detengan, detenlo, basta, basta ya, ya basta, alto ahi, parar, suficiente, dejalo, deja de mirar, dejen de mirar, deje de mirar, no mires, no miren, quita las manos, desconecta, desconectar, retiro mi consentimiento, revoco, fuera, interrumpe, pare",
    ambiguous: "para, alto, fin, termina, terminar, paralo",
    ending:
      "terminar, termina, termine, finalizar, finaliza, acabar, acaba, cerrar, cierra, cierre, cancelar, cancela, cortar, corta, detener",
    objects:
      "pantalla, compartir, comparticion, sesion, control, controlar, acceso, conexion, mirar, ver, viendo, mirando, consentimiento, permiso",
    fillers:
      "por, favor, ahora, mismo, ya, inmediatamente, todo, toda, esto, eso, lo, la, el, las, los, mi, mis, de, que, quiero, quisiera, puedes, puede, podria, podrias, pueden, necesito, usted, tu, me, gracias, hola, y, a, un, una, deja, dejar, deje, dejen",
    negations: "nunca, jamas, sin",
  },
  pt: {
    stop: "pare, parem, pare ja, para ja, parar, chega, ja chega, basta, interromper, interrompa, pode parar, desconecta, desconectar, desligar, desliga, retiro o meu consentimento, revogo, tire as maos, deixa me",
    ambiguous: "para, fim, alto, termina, terminar, encerrar, encerra",
    ending:
      "encerrar, encerra, encerre, terminar, termina, termine, finalizar, finalize, acabar, acaba, fechar, feche, fecha, cancelar, cancela, desligar, cortar",
    objects:
      "tela, ecra, partilha, partilhar, compartilhamento, compartilhar, sessao, controle, controlo, controlar, acesso, conexao, ligacao, olhar, ver, assistir, consentimento",
    fillers:
      "por, favor, agora, ja, imediatamente, tudo, isto, isso, o, a, os, as, meu, minha, de, do, da, que, quero, queria, gostaria, podes, pode, poderia, voce, voces, tu, me, obrigado, obrigada, ola, e, com, preciso",
    negations: "nao, nunca, jamais, sem",
  },
  it: {
    stop: "basta, basta cosi, ferma, fermati, fermatevi, fermi, fermare, fermate, si fermi, fermalo, smetti, smettila, smettetela, smetta, smettere, smettete, la smetta, stoppa, interrompi, interrompere, interrompa, non guardare, non guardi, giu le mani, scollega, scollegati, disconnetti, revoco, ritiro il consenso",
    ambiguous: "fine, alt, termina, finito, chiudi",
    ending: "fine, finire, finisci, termina, terminare, chiudi, chiudere, chiuda, annulla, annullare, spegni",
    objects:
      "schermo, condivisione, condividere, sessione, controllo, controllare, accesso, connessione, collegamento, guardare, vedere, consenso",
    fillers:
      "per, favore, piacere, cortesia, adesso, ora, subito, tutto, tutti, questo, lo, la, il, le, l, l'accesso, mio, mia, di, del, della, che, voglio, vorrei, puoi, puo, potrebbe, potresti, ti, mi, grazie, ciao, e, a, devo, un, una",
    negations: "non, mai, senza",
  },
  nl: {
    stop: "stop ermee, stoppen, ophouden, hou op, houd op, houdt op, genoeg, afbreken, afbreek, basta, handen af, laat maar zitten, kap ermee, kappen, verbreek, verbreken, beeindig, beeindigen, ik trek in, intrekken, niet meer kijken",
    ambiguous: "einde, klaar, ho",
    ending:
      "einde, beeindig, beeindigen, eindigen, sluiten, sluit, verbreken, annuleren, annuleer, uitzetten",
    objects:
      "scherm, schermdelen, delen, sessie, controle, bediening, besturing, toegang, verbinding, kijken, meekijken, bekijken, toestemming",
    fillers:
      "alsjeblieft, alstublieft, aub, nu, meteen, onmiddellijk, direct, alles, dit, dat, het, de, mijn, met, ik, wil, zou, graag, willen, kun, kan, kunt, je, jij, u, we, wij, ons, moet, hier, er, ermee, even, dank, bedankt, hallo, van, te",
    negations: "niet, nooit, geen, zonder",
  },
  pl: {
    stop: "przestan, przestancie, przestac, prosze przestac, stoj, stojcie, dosc, dosyc, wystarczy, zatrzymaj, zatrzymac, zatrzymajcie, zakoncz, zakonczyc, przerwij, przerwac, skoncz, rozlacz, rozlaczyc, rece precz, cofam zgode, nie patrz",
    ambiguous: "koniec",
    ending: "koniec, zakoncz, zakonczyc, zamknij, zamknac, anuluj, anulowac, wylacz, wylaczyc, rozlacz",
    objects:
      "ekran, ekranu, udostepnianie, udostepniania, sesje, sesja, sesji, kontrole, kontrola, kontroli, dostep, dostepu, polaczenie, patrzec, patrzenie, ogladac, podglad, zgode",
    fillers:
      "prosze, teraz, juz, natychmiast, wszystko, to, tego, moj, moje, moj, czy, moze, mozesz, moga, mozecie, pan, pani, chce, chcialbym, chcialabym, musze, mi, na, i, dziekuje, z, sie, od, razu, tym",
    negations: "nie, nigdy, bez",
  },
  tr: {
    stop: "durdur, durdurun, durdurmak, durdurur, yeter, yeter artik, bitir, bitirin, bitirmek, kes, kesin, birak, birakin, kapat, bakma, bakmayin, iptal et, izlemeyi birak, vazgectim, onayimi geri aliyorum, durun",
    ambiguous: "dur, tamam dur, son",
    ending: "bitir, kapat, kapatin, kes, sonlandir, sonlandirin, iptal, iptal et",
    objects:
      "ekran, ekrani, ekranimi, ekranima, paylasim, paylasimi, paylasmayi, oturum, oturumu, kontrol, kontrolu, erisim, erisimi, baglanti, baglantiyi, izleme, izlemeyi, bakmayi, onay",
    fillers:
      "lutfen, simdi, hemen, artik, her, seyi, hepsini, bunu, sunu, onu, bu, benim, musun, misin, musunuz, misiniz, istiyorum, isterim, etmek, et, ben, siz, sen, tesekkurler, merhaba, mi, mu, ya, tamam",
    negations: "degil, asla, durma, durdurma, durmayin, bitirme",
  },
  ar: {
    stop: "توقف, توقفي, توقفوا, قف, قفي, كفى, كفايه, كفاية, اوقف, اوقفي, اوقفوا, اوقفها, اوقفه, ايقاف, التوقف, خلاص, وقف, انهاء, انه, انهي, لا تنظر, لا تشاهد, اقطع, اسحب موافقتي, ستوب",
    ending: "اغلق, اغلاق, انهاء, انه, انهي, الغ, الغاء, اقطع, قطع",
    objects:
      "الشاشه, الشاشة, شاشتي, المشاركه, المشاركة, مشاركه, مشاركة, الجلسه, الجلسة, التحكم, الوصول, الاتصال, المشاهده, المشاهدة, المراقبه, المراقبة",
    fillers:
      "من, فضلك, رجاء, لو, سمحت, الان, فورا, حالا, كل, شيء, هذا, هذه, اريد, ان, هل, يمكنك, ممكن, انا, شكرا, عن, و, يا",
    negations: "لا, لم, لن, ليس, بدون",
  },
};

/** What may stand beside a short ambiguous word. */
export const POLITE =
  "please, pls, plz, bitte, sil, s'il, vous, te, plait, svp, stp, por, favor, per, piacere, alsjeblieft, aub, prosze, lutfen, now, jetzt, maintenant, ahora, agora, adesso, ora, subito, nu, teraz, simdi, hemen, artik, ya, ja, ok, okay, hey, ho";

/** Japanese has no spaces between words, so it is matched by patterns over the whole message. */
export const JAPANESE = {
  stop: /^(?:(?:止|と|や|辞|停)めて(?:ほしい|もらえますか|くれますか|くれ|もらえる|いただけますか)?|(?:止|や)めろ|やめたい|止めたい|ストップ(?:して)?|停止(?:して)?|中止(?:して)?|中断(?:して)?|終了(?:して)?|終わりにして|終わらせて|見ないで|触らないで|切断(?:して)?|切って|もう?いいです止めて)$/,
  anywhere: /止め|とめ|やめ|ストップ|停止|中止|中断|終了|見ないで|切断/,
  fillers:
    /ください|下さい|お願い(?:します)?|おねがい(?:します)?|今すぐ|いますぐ|すぐに?|今|もう|ちょっと|画面共有|画面|共有|操作|遠隔|リモート|接続|セッション|アクセス|見るの|見てるの|すべて|全部|これ|それ|[をはのにねよ。、！!？?\s〜～ー]+$|^[を、\s]+|(?<=共有|画面|操作|接続|セッション|それ|これ|見るの|全部)[をはの]/g,
} as const;

/** Symbols that mean stop. */
export const STOP_SYMBOLS = /[🛑⛔✋🙅]/gu;
