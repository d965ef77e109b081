<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>actions</name>
    <message>
        <source>&amp;Open model…</source>
        <translation>&amp;Modell öffnen…</translation>
    </message>
    <message>
        <source>Open &amp;image or data file…</source>
        <translation>&amp;Bild- oder Datendatei öffnen…</translation>
    </message>
    <message>
        <source>Open one image, an IDX file or a saved figure</source>
        <translation>Ein Bild, eine IDX-Datei oder eine gespeicherte Abbildung öffnen</translation>
    </message>
    <message>
        <source>Open data &amp;folder…</source>
        <translation>Daten&amp;ordner öffnen…</translation>
    </message>
    <message>
        <source>Open a folder of images, CIFAR-10 files, arrays, or a saved run</source>
        <translation>Einen Ordner mit Bildern, CIFAR-10-Dateien, Feldern oder einem gespeicherten Lauf öffnen</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>Save the result as a picture, array, table, record or report</source>
        <translation>Das Ergebnis als Bild, Feld, Tabelle, Protokoll oder Bericht speichern</translation>
    </message>
    <message>
        <source>Save as &amp;folder…</source>
        <translation>In &amp;Ordner speichern…</translation>
    </message>
    <message>
        <source>Save everything that the run found into a new folder</source>
        <translation>Alles, was der Lauf gefunden hat, in einen neuen Ordner speichern</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Das Fenster schließen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Take the last change of parameters back</source>
        <translation>Die letzte Änderung der Parameter zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Make the change again that was taken back</source>
        <translation>Die zurückgenommene Änderung erneut ausführen</translation>
    </message>
    <message>
        <source>&amp;Copy picture</source>
        <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy the captioned picture to the clipboard</source>
        <translation>Das beschriftete Bild in die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>&amp;Overview</source>
        <translation>Ü&amp;berblick</translation>
    </message>
    <message>
        <source>What there is, by chapter of the guideline</source>
        <translation>Was es gibt, nach Kapiteln des Leitfadens</translation>
    </message>
    <message>
        <source>&amp;Explore</source>
        <translation>&amp;Erkunden</translation>
    </message>
    <message>
        <source>One image under one attack, live</source>
        <translation>Ein Bild unter einem Angriff, live</translation>
    </message>
    <message>
        <source>&amp;Results</source>
        <translation>E&amp;rgebnisse</translation>
    </message>
    <message>
        <source>Everything that the last opened run found</source>
        <translation>Alles, was der zuletzt geöffnete Lauf gefunden hat</translation>
    </message>
    <message>
        <source>&amp;Fit the image</source>
        <translation>Bild &amp;einpassen</translation>
    </message>
    <message>
        <source>Show the whole image in every pane</source>
        <translation>Das ganze Bild in jedem Feld zeigen</translation>
    </message>
    <message>
        <source>Panes &amp;side by side</source>
        <translation>Felder &amp;nebeneinander</translation>
    </message>
    <message>
        <source>Clean, change and attacked beside each other</source>
        <translation>Original, Änderung und Angriff nebeneinander</translation>
    </message>
    <message>
        <source>S&amp;plit pane</source>
        <translation>&amp;Geteiltes Feld</translation>
    </message>
    <message>
        <source>Clean and attacked in one pane with a divider</source>
        <translation>Original und Angriff in einem Feld mit Trennlinie</translation>
    </message>
    <message>
        <source>Si&amp;ngle pane</source>
        <translation>Ein&amp;zelnes Feld</translation>
    </message>
    <message>
        <source>Only the attacked image; hold Space for the clean one</source>
        <translation>Nur das angegriffene Bild; Leertaste halten für das Original</translation>
    </message>
    <message>
        <source>Reset &amp;layout</source>
        <translation>&amp;Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Put every dock back where it was</source>
        <translation>Alle Leisten wieder an ihren Platz setzen</translation>
    </message>
    <message>
        <source>&amp;Run set</source>
        <translation>&amp;Reihe ausführen</translation>
    </message>
    <message>
        <source>Attack many images with these settings and measure</source>
        <translation>Viele Bilder mit diesen Einstellungen angreifen und messen</translation>
    </message>
    <message>
        <source>&amp;Pin as run</source>
        <translation>Als Lauf an&amp;heften</translation>
    </message>
    <message>
        <source>Keep what is on the stage in the list of runs</source>
        <translation>Das Gezeigte in die Liste der Läufe aufnehmen</translation>
    </message>
    <message>
        <source>&amp;Cancel the job</source>
        <translation>Auftrag &amp;abbrechen</translation>
    </message>
    <message>
        <source>Stop the running job and keep what it finished</source>
        <translation>Den laufenden Auftrag anhalten und behalten, was fertig ist</translation>
    </message>
    <message>
        <source>P&amp;revious image</source>
        <translation>&amp;Voriges Bild</translation>
    </message>
    <message>
        <source>The image before this one</source>
        <translation>Das Bild vor diesem</translation>
    </message>
    <message>
        <source>&amp;Next image</source>
        <translation>&amp;Nächstes Bild</translation>
    </message>
    <message>
        <source>The image after this one</source>
        <translation>Das Bild nach diesem</translation>
    </message>
    <message>
        <source>&amp;Weaker</source>
        <translation>&amp;Schwächer</translation>
    </message>
    <message>
        <source>One step of 1/255 down</source>
        <translation>Ein Schritt von 1/255 nach unten</translation>
    </message>
    <message>
        <source>&amp;Stronger</source>
        <translation>S&amp;tärker</translation>
    </message>
    <message>
        <source>One step of 1/255 up</source>
        <translation>Ein Schritt von 1/255 nach oben</translation>
    </message>
    <message>
        <source>&amp;Compare runs</source>
        <translation>Läufe &amp;vergleichen</translation>
    </message>
    <message>
        <source>The ticked runs side by side, or all of them</source>
        <translation>Die angekreuzten Läufe nebeneinander, oder alle</translation>
    </message>
    <message>
        <source>&amp;Find a command…</source>
        <translation>Befehl &amp;suchen…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts…</source>
        <translation>&amp;Tastenkürzel…</translation>
    </message>
    <message>
        <source>See and change the keys of every command</source>
        <translation>Die Tasten jedes Befehls ansehen und ändern</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>Language, appearance, threads and folders</source>
        <translation>Sprache, Erscheinungsbild, Threads und Ordner</translation>
    </message>
    <message>
        <source>About this &amp;method</source>
        <translation>Über dieses V&amp;erfahren</translation>
    </message>
    <message>
        <source>Summary, source and every parameter of the chosen method</source>
        <translation>Kurzfassung, Quelle und alle Parameter des gewählten Verfahrens</translation>
    </message>
    <message>
        <source>&amp;About Adversarium</source>
        <translation>Ü&amp;ber Adversarium</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>Version und Lizenz</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>What the open model is made of, and whether it is fed as it was trained</source>
        <translation>Woraus das offene Modell besteht und ob es so gefüttert wird, wie es trainiert wurde</translation>
    </message>
    <message>
        <source>Open an ONNX, PyTorch, safetensors or Adversarium model</source>
        <translation>Ein Modell öffnen: ONNX, PyTorch, safetensors oder Adversarium</translation>
    </message>
    <message>
        <source>Re&amp;port</source>
        <translation>&amp;Bericht</translation>
    </message>
    <message>
        <source>Make one report of several runs</source>
        <translation>Aus mehreren Läufen einen Bericht machen</translation>
    </message>
    <message>
        <source>&amp;Heat maps</source>
        <translation>&amp;Wärmekarten</translation>
    </message>
    <message>
        <source>What decides, before and after the attack</source>
        <translation>Was entscheidet, vor und nach dem Angriff</translation>
    </message>
    <message>
        <source>Every command and every method by a few letters of its name</source>
        <translation>Jeder Befehl und jedes Verfahren an ein paar Buchstaben des Namens</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>&amp;Handbuch</translation>
    </message>
    <message>
        <source>Guide, command line, formats, figures and a page for every method</source>
        <translation>Leitfaden, Befehlszeile, Formate, Zahlen und eine Seite für jedes Verfahren</translation>
    </message>
</context>
<context>
    <name>adversarium::Application</name>
    <message>
        <source>unknown reason</source>
        <translation>unbekannter Grund</translation>
    </message>
</context>
<context>
    <name>adversarium::AuditView</name>
    <message>
        <source>saved model</source>
        <translation>gespeichertes Modell</translation>
    </message>
    <message>
        <source>PyTorch checkpoint</source>
        <translation>PyTorch-Checkpoint</translation>
    </message>
    <message>
        <source>old PyTorch checkpoint</source>
        <translation>alter PyTorch-Checkpoint</translation>
    </message>
    <message>
        <source>bare pickle</source>
        <translation>bloßes Pickle</translation>
    </message>
    <message>
        <source>zip archive</source>
        <translation>ZIP-Archiv</translation>
    </message>
    <message>
        <source>of unknown kind</source>
        <translation>unbekannter Art</translation>
    </message>
    <message>
        <source>File audit</source>
        <translation>Dateiprüfung</translation>
    </message>
    <message>
        <source>What the audit of the file found</source>
        <translation>Was die Prüfung der Datei fand</translation>
    </message>
    <message>
        <source>The file is being audited…</source>
        <translation>Die Datei wird geprüft…</translation>
    </message>
    <message>
        <source>%1: %2, %3. Examined without running any of it.</source>
        <translation>%1: %2, %3. Untersucht, ohne etwas davon auszuführen.</translation>
    </message>
</context>
<context>
    <name>adversarium::BarsView</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Smallest %1, largest %2</source>
        <translation>Kleinster Wert: %1, größter: %2</translation>
    </message>
</context>
<context>
    <name>adversarium::ClassRibbon</name>
    <message>
        <source>▼ flips at %1</source>
        <translation>▼ kippt bei %1</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Strength %1 of at most %2.</source>
        <translation>Stärke %1 von höchstens %2.</translation>
    </message>
    <message>
        <source>The prediction flips at %1.</source>
        <translation>Die Vorhersage kippt bei %1.</translation>
    </message>
    <message>
        <source>The prediction does not flip in this range.</source>
        <translation>Die Vorhersage kippt in diesem Bereich nicht.</translation>
    </message>
    <message>
        <source>] Nothing below %1 can change the answer: proven (%2).</source>
        <translation>] Unterhalb von %1 kann nichts die Antwort ändern: bewiesen (%2).</translation>
    </message>
    <message>
        <source>[ An example at %1 changes it, the smallest found (%2).</source>
        <translation>[ Ein Beispiel bei %1 ändert sie, das kleinste gefundene (%2).</translation>
    </message>
    <message>
        <source>No example was found.</source>
        <translation>Es wurde kein Beispiel gefunden.</translation>
    </message>
    <message>
        <source>Computing the answer at every strength…</source>
        <translation>Die Antwort bei jeder Stärke wird berechnet …</translation>
    </message>
</context>
<context>
    <name>adversarium::ClassTriggersView</name>
    <message>
        <source>Seed %1: %2 pixels, anomaly index %3; takes %4 of %5 held-out images along (%6 – %7).</source>
        <translation>Startwert %1: %2 Bildpunkte, Anomalieindex %3; nimmt %4 von %5 zurückgehaltenen Bildern mit (%6 – %7).</translation>
    </message>
    <message>
        <source>This class is not searched yet.</source>
        <translation>Diese Klasse ist noch nicht durchsucht.</translation>
    </message>
    <message>
        <source>Trigger of &amp;class</source>
        <translation>Auslöser der &amp;Klasse</translation>
    </message>
    <message>
        <source>Class whose trigger is shown</source>
        <translation>Klasse, deren Auslöser zu sehen ist</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>A clean image that wears it</source>
        <translation>Ein sauberes Bild damit</translation>
    </message>
    <message>
        <source>⚑ %1 (stands out)</source>
        <translation>⚑ %1 (sticht heraus)</translation>
    </message>
</context>
<context>
    <name>adversarium::Classes</name>
    <message>
        <source>class %1</source>
        <translation>Klasse %1</translation>
    </message>
</context>
<context>
    <name>adversarium::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Type a command or a method…</source>
        <translation>Befehl oder Verfahren eintippen …</translation>
    </message>
    <message>
        <source>Search commands and methods</source>
        <translation>Befehle und Verfahren durchsuchen</translation>
    </message>
    <message>
        <source>Commands and methods that match</source>
        <translation>Passende Befehle und Verfahren</translation>
    </message>
    <message>
        <source>No command and no method is called so.</source>
        <translation>So heißt kein Befehl und kein Verfahren.</translation>
    </message>
</context>
<context>
    <name>adversarium::ComparePage</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Goal</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>any wrong class</source>
        <translation>irgendeine falsche Klasse</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>Klasse %1</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) in common.</source>
        <translation>
            <numerusform>%n gemeinsames Bild.</numerusform>
            <numerusform>%n gemeinsame Bilder.</numerusform>
        </translation>
    </message>
    <message>
        <source>⚠ These runs share no image: their numbers compare different things.</source>
        <translation>⚠ Diese Läufe haben kein Bild gemeinsam: Ihre Zahlen vergleichen Verschiedenes.</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Image %1, clean</source>
        <translation>Bild %1, Original</translation>
    </message>
    <message>
        <source>Image %1, run %2</source>
        <translation>Bild %1, Lauf %2</translation>
    </message>
    <message>
        <source>Strength ε</source>
        <translation>Stärke ε</translation>
    </message>
    <message>
        <source>Attack success</source>
        <translation>Angriffserfolg</translation>
    </message>
    <message>
        <source>Confidence in the clean class</source>
        <translation>Konfidenz der ursprünglichen Klasse</translation>
    </message>
    <message>
        <source>Nothing to compare yet. Pin what you explore with P, or run a set; then come back.</source>
        <translation>Noch nichts zu vergleichen. Heften Sie mit P an, was Sie erkunden, oder führen Sie eine Reihe aus; kommen Sie dann zurück.</translation>
    </message>
    <message>
        <source>Explore an attack</source>
        <translation>Einen Angriff erkunden</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Attack success, many images</source>
        <translation>Angriffserfolg, viele Bilder</translation>
    </message>
    <message>
        <source>Confidence, one image</source>
        <translation>Konfidenz, ein Bild</translation>
    </message>
    <message>
        <source>Which curves to draw</source>
        <translation>Welche Kurven gezeichnet werden</translation>
    </message>
    <message>
        <source>The same images under every run</source>
        <translation>Dieselben Bilder in jedem Lauf</translation>
    </message>
    <message>
        <source>Measures of every run</source>
        <translation>Messwerte aller Läufe</translation>
    </message>
    <message>
        <source>Curves of every run</source>
        <translation>Kurven aller Läufe</translation>
    </message>
</context>
<context>
    <name>adversarium::ConfidenceBars</name>
    <message>
        <source>others</source>
        <translation>übrige</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: clean %2, attacked %3</source>
        <translation>%1: Original %2, angegriffen %3</translation>
    </message>
    <message>
        <source>Confidence by class</source>
        <translation>Konfidenz je Klasse</translation>
    </message>
</context>
<context>
    <name>adversarium::CostAsker</name>
    <message>
        <source>About %1 on this computer; one takes %2.</source>
        <translation>Etwa %1 auf diesem Rechner; eines braucht %2.</translation>
    </message>
</context>
<context>
    <name>adversarium::CurvePlot</name>
    <message>
        <source>%1 begins at %2, ends at %3, is highest (%4) at %5</source>
        <translation>%1 beginnt bei %2, endet bei %3 und ist am höchsten (%4) bei %5</translation>
    </message>
    <message>
        <source>No curve yet</source>
        <translation>Noch keine Kurve</translation>
    </message>
</context>
<context>
    <name>adversarium::CurveReader</name>
    <message>
        <source>%1: %2</source>
        <comment>what the axis says, and where the cursor is</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1: %2 von %3</translation>
    </message>
    <message>
        <source>%1: %2 (measured up to %3 so far)</source>
        <translation>%1: %2 (bisher bis %3 gemessen)</translation>
    </message>
</context>
<context>
    <name>adversarium::ExplorePage</name>
    <message>
        <source>Evasion</source>
        <translation>Täuschung</translation>
    </message>
    <message>
        <source>Confidence against strength, this image</source>
        <translation>Konfidenz über der Stärke, dieses Bild</translation>
    </message>
    <message>
        <source>Strength ε</source>
        <translation>Stärke ε</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>Attack success against strength, many images</source>
        <translation>Angriffserfolg über der Stärke, viele Bilder</translation>
    </message>
    <message>
        <source>Attack success</source>
        <translation>Angriffserfolg</translation>
    </message>
    <message>
        <source>Attack success against strength</source>
        <translation>Angriffserfolg über der Stärke</translation>
    </message>
    <message>
        <source>No run yet. A run attacks many images and measures how many fall.</source>
        <translation>Noch kein Lauf. Ein Lauf greift viele Bilder an und misst, wie viele fallen.</translation>
    </message>
    <message>
        <source>Run set</source>
        <translation>Reihe ausführen</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>The model already answers “%1” here: the goal is any wrong class.</source>
        <translation>Das Modell antwortet hier schon „%1“: Das Ziel ist irgendeine falsche Klasse.</translation>
    </message>
    <message>
        <source>Reset parameters</source>
        <translation>Parameter zurücksetzen</translation>
    </message>
    <message>
        <source>Open image or data…</source>
        <translation>Bild oder Daten öffnen…</translation>
    </message>
    <message>
        <source>The model is being opened.</source>
        <translation>Das Modell wird geöffnet.</translation>
    </message>
    <message>
        <source>No image yet: open one, or drop it anywhere.</source>
        <translation>Noch kein Bild: Öffnen Sie eines oder ziehen Sie es irgendwohin in dieses Fenster.</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>Klasse %1</translation>
    </message>
    <message>
        <source>Defend</source>
        <translation>Verteidigen</translation>
    </message>
    <message>
        <source>Runs the same attack on the same images through a defence, and shows what it costs</source>
        <translation>Lässt denselben Angriff auf dieselben Bilder durch eine Verteidigung laufen und zeigt, was sie kostet</translation>
    </message>
    <message>
        <source>This attack through</source>
        <translation>Dieser Angriff durch</translation>
    </message>
    <message>
        <source>Look further</source>
        <translation>Weiter prüfen</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Heat maps: what decides, before and after the attack</source>
        <translation>Wärmekarten: was entscheidet, vor und nach dem Angriff</translation>
    </message>
    <message>
        <source>The pictures alone</source>
        <translation>Nur die Bilder</translation>
    </message>
    <message>
        <source>Confidence step by step, this image</source>
        <translation>Konfidenz Schritt für Schritt, dieses Bild</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>Wird berechnet …</translation>
    </message>
    <message>
        <source>%1 is being opened.</source>
        <translation>%1 wird geöffnet.</translation>
    </message>
    <message>
        <source>Computing for %1…</source>
        <translation>Wird für %1 berechnet …</translation>
    </message>
    <message>
        <source>The model has no class %1: the goal is any wrong class.</source>
        <translation>Das Modell hat keine Klasse %1: Ziel ist irgendeine falsche Klasse.</translation>
    </message>
    <message>
        <source>The data has no sample %1.</source>
        <translation>Die Daten haben kein Bild Nummer %1.</translation>
    </message>
</context>
<context>
    <name>adversarium::HeatLegend</name>
    <message>
        <source>Colours of the heat map</source>
        <translation>Farben der Wärmekarte</translation>
    </message>
    <message>
        <source>%1, from %2 (blue: speaks against the class) over none (white) to %3 (orange)</source>
        <translation>%1, von %2 (blau: spricht gegen die Klasse) über nichts (weiß) bis %3 (orange)</translation>
    </message>
    <message>
        <source>%1, from %2 (dark blue) to %3 (yellow)</source>
        <translation>%1, von %2 (dunkelblau) bis %3 (gelb)</translation>
    </message>
</context>
<context>
    <name>adversarium::HeatLook</name>
    <message>
        <source>No picture yet.</source>
        <translation>Noch kein Bild.</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>Klasse %1</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>Sauber</translation>
    </message>
    <message>
        <source>Attacked</source>
        <translation>Angegriffen</translation>
    </message>
    <message>
        <source>refining…</source>
        <translation>wird feiner…</translation>
    </message>
    <message>
        <source>hiding %1×%2 pixels here: %3 → %4</source>
        <translation>%1×%2 Pixel hier verdeckt: %3 → %4</translation>
    </message>
    <message>
        <source>Without the chosen region, clean: %1 → %2</source>
        <translation>Ohne den gewählten Bereich, sauber: %1 → %2</translation>
    </message>
    <message>
        <source>attacked: %1 → %2</source>
        <translation>angegriffen: %1 → %2</translation>
    </message>
    <message>
        <source>Heat maps, clean and attacked</source>
        <translation>Wärmekarten, sauber und angegriffen</translation>
    </message>
</context>
<context>
    <name>adversarium::HeatMapsView</name>
    <message>
        <source>&amp;Picture</source>
        <translation>&amp;Bild</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> von %1</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>adversarium::HeatView</name>
    <message>
        <source>Row %1, column %2: %3</source>
        <translation>Zeile %1, Spalte %2: %3</translation>
    </message>
    <message>
        <source>Row %1, column %2: %3 and %4</source>
        <translation>Zeile %1, Spalte %2: %3 und %4</translation>
    </message>
    <message>
        <source>Point at the picture, or move with Ctrl and the arrows, to read values.</source>
        <translation>Auf das Bild zeigen oder mit Strg und den Pfeiltasten gehen, um Werte zu lesen.</translation>
    </message>
    <message>
        <source>Largest value %1 at row %2, column %3.</source>
        <translation>Größter Wert %1 in Zeile %2, Spalte %3.</translation>
    </message>
    <message>
        <source>&amp;Overlay</source>
        <translation>&amp;Überlagerung</translation>
    </message>
    <message>
        <source>Strength of the overlay</source>
        <translation>Stärke der Überlagerung</translation>
    </message>
    <message>
        <source>0: the picture alone; 100: the heat map alone</source>
        <translation>0: nur das Bild; 100: nur die Wärmekarte</translation>
    </message>
    <message>
        <source>Value under the cursor</source>
        <translation>Wert unter dem Zeiger</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Move and zoom the picture</source>
        <translation>Das Bild bewegen und vergrößern</translation>
    </message>
    <message>
        <source>Choose a rectangle; Shift adds to what is chosen. By keyboard: Ctrl+arrows, Enter at both corners</source>
        <translation>Ein Rechteck wählen; Umschalt fügt zur Auswahl hinzu. Mit der Tastatur: Strg+Pfeile, Eingabe an beiden Ecken</translation>
    </message>
    <message>
        <source>Choose by drawing around; Shift adds to what is chosen. By keyboard: Enter at every corner, Ctrl+Enter at the last</source>
        <translation>Durch Umfahren wählen; Umschalt fügt zur Auswahl hinzu. Mit der Tastatur: Eingabe an jeder Ecke, Strg+Eingabe an der letzten</translation>
    </message>
    <message>
        <source>Paint what is chosen; Alt takes away. By keyboard: Ctrl+arrows, Enter</source>
        <translation>Die Auswahl malen; Alt nimmt weg. Mit der Tastatur: Strg+Pfeile, Eingabe</translation>
    </message>
    <message>
        <source>Brush &amp;size</source>
        <translation>Pinsel&amp;größe</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>Pinselgröße</translation>
    </message>
    <message>
        <source>Choose nothing</source>
        <translation>Nichts wählen</translation>
    </message>
</context>
<context>
    <name>adversarium::ImageGrid</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adversarium::JobsStrip</name>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pause the running job</source>
        <translation>Den laufenden Auftrag unterbrechen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the running job</source>
        <translation>Den laufenden Auftrag abbrechen</translation>
    </message>
    <message>
        <source>Progress of the running job</source>
        <translation>Fortschritt des laufenden Auftrags</translation>
    </message>
    <message numerus="yes">
        <source>%1 (and %n waiting)</source>
        <translation>
            <numerusform>%1 (und %n wartender)</numerusform>
            <numerusform>%1 (und %n wartende)</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
</context>
<context>
    <name>adversarium::MainWindow</name>
    <message>
        <source>Pinned as run %1.</source>
        <translation>Als Lauf %1 angeheftet.</translation>
    </message>
    <message>
        <source>Run %1 was stopped; what it finished is kept.</source>
        <translation>Lauf %1 wurde angehalten; was fertig war, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Run %1 is finished.</source>
        <translation>Lauf %1 ist fertig.</translation>
    </message>
    <message>
        <source>Attack success: %1</source>
        <translation>Angriffserfolg: %1</translation>
    </message>
    <message>
        <source>Nothing exact to export yet: previews are not exported.</source>
        <translation>Noch nichts Exaktes zu exportieren: Vorschauen werden nicht exportiert.</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Gespeichert: %1</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Picture with its record (*.png);;Attacked images (*.npy);;Table (*.csv);;Record (*.json);;Report (*.html)</source>
        <translation>Bild mit Protokoll (*.png);;Angegriffene Bilder (*.npy);;Tabelle (*.csv);;Protokoll (*.json);;Bericht (*.html)</translation>
    </message>
    <message>
        <source>Save as a folder</source>
        <translation>In Ordner speichern</translation>
    </message>
    <message>
        <source>Nothing exact to copy yet: previews are not copied.</source>
        <translation>Noch nichts Exaktes zu kopieren: Vorschauen werden nicht kopiert.</translation>
    </message>
    <message>
        <source>The captioned picture is on the clipboard.</source>
        <translation>Das beschriftete Bild ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>About Adversarium</source>
        <translation>Über Adversarium</translation>
    </message>
    <message>
        <source>Explores how robust image classifiers are.</source>
        <translation>Erkundet, wie robust Bildklassifikatoren sind.</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later.</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder später.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>A job is running</source>
        <translation>Ein Auftrag läuft</translation>
    </message>
    <message>
        <source>Cancel the job and close</source>
        <translation>Auftrag abbrechen und schließen</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Only files of this computer can be opened.</source>
        <translation>Nur Dateien dieses Rechners lassen sich öffnen.</translation>
    </message>
    <message>
        <source>Open model</source>
        <translation>Modell öffnen</translation>
    </message>
    <message>
        <source>Open image or data</source>
        <translation>Bild oder Daten öffnen</translation>
    </message>
    <message>
        <source>Open data folder</source>
        <translation>Datenordner öffnen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>A&amp;usführen</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>E&amp;xtras</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Model and data</source>
        <translation>Modell und Daten</translation>
    </message>
    <message>
        <source>Setup</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>3 Evasion</source>
        <translation>3 Täuschung</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>Erkunden</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Models (*.onnx *.pt *.pth *.adv *.safetensors);;All files (*)</source>
        <translation>Modelle (*.onnx *.pt *.pth *.adv *.safetensors);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>5 Backdoors</source>
        <translation>5 Hintertüren</translation>
    </message>
    <message>
        <source>4 Extraction</source>
        <translation>4 Auslesen</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>Webseite (*.html)</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>“%1” is not built in.</source>
        <translation>„%1“ ist nicht eingebaut.</translation>
    </message>
    <message>
        <source>Something went wrong that should not have: %1</source>
        <translation>Etwas ging schief, das nicht schiefgehen sollte: %1</translation>
    </message>
    <message>
        <source>What it found is shown; it cannot be run again here.</source>
        <translation>Was er fand, ist zu sehen; wiederholen lässt er sich hier nicht.</translation>
    </message>
    <message>
        <source>That run went through a guard; the explorer shows the attack without it.</source>
        <translation>Jener Lauf ging durch einen Wächter; hier ist der Angriff ohne ihn zu sehen.</translation>
    </message>
    <message>
        <source>Pinning…</source>
        <translation>Wird angeheftet …</translation>
    </message>
    <message>
        <source>The pin was stopped.</source>
        <translation>Das Anheften wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The export was stopped.</source>
        <translation>Das Exportieren wurde abgebrochen.</translation>
    </message>
    <message>
        <source>A job is still running. Close anyway? What an attack has finished is kept for two weeks, unless it goes through a guard: the same run goes on from there. Other jobs begin anew.</source>
        <translation>Es läuft noch ein Auftrag. Trotzdem schließen? Was ein Angriff fertig hat, bleibt zwei Wochen aufgehoben, außer er geht durch einen Wächter: Derselbe Lauf macht dort weiter. Andere Aufträge beginnen von vorn.</translation>
    </message>
</context>
<context>
    <name>adversarium::Manual</name>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Chapter</source>
        <translation>Kapitel</translation>
    </message>
    <message>
        <source>Access it needs</source>
        <translation>Benötigter Zugriff</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>On the command line</source>
        <translation>Auf der Befehlszeile</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was er tut</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
</context>
<context>
    <name>adversarium::ManualWindow</name>
    <message>
        <source>Manual: %1</source>
        <translation>Handbuch: %1</translation>
    </message>
    <message>
        <source>Search the manual</source>
        <translation>Handbuch durchsuchen</translation>
    </message>
    <message>
        <source>Pages of the manual</source>
        <translation>Seiten des Handbuchs</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Handbuch</translation>
    </message>
</context>
<context>
    <name>adversarium::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>adversarium::MethodPage</name>
    <message>
        <source>Running…</source>
        <translation>Läuft…</translation>
    </message>
    <message>
        <source>Open a model first.</source>
        <translation>Öffnen Sie zuerst ein Modell.</translation>
    </message>
    <message>
        <source>Open images with known classes first.</source>
        <translation>Öffnen Sie zuerst Bilder mit bekannten Klassen.</translation>
    </message>
    <message>
        <source>Not run yet on this model.</source>
        <translation>Auf diesem Modell noch nicht gelaufen.</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Open data…</source>
        <translation>Daten öffnen…</translation>
    </message>
    <message>
        <source>Attack</source>
        <translation>Angriff</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Understand</source>
        <translation>Verstehen</translation>
    </message>
    <message>
        <source>Poison</source>
        <translation>Vergiften</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Untersuchen</translation>
    </message>
    <message>
        <source>Mend</source>
        <translation>Heilen</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Extract</source>
        <translation>Auslesen</translation>
    </message>
    <message>
        <source>Protect</source>
        <translation>Schützen</translation>
    </message>
    <message>
        <source>Running. What it finds appears here.</source>
        <translation>Läuft. Was gefunden wird, erscheint hier.</translation>
    </message>
</context>
<context>
    <name>adversarium::ModelPage</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation>Normalisierung</translation>
    </message>
    <message>
        <source>mean %1, deviation %2</source>
        <translation>Mittel %1, Abweichung %2</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>This file grants</source>
        <translation>Diese Datei gewährt</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>Operation</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>The inside of this file is not known: no layers, no taps.</source>
        <translation>Das Innere dieser Datei ist nicht bekannt: keine Schichten, keine Abgriffe.</translation>
    </message>
    <message>
        <source>Nothing is wrong with how the model is fed.</source>
        <translation>Das Modell wird so gefüttert, wie es sein soll.</translation>
    </message>
    <message>
        <source>Open images with known classes to have the model examined.</source>
        <translation>Bilder mit bekannten Klassen öffnen, damit das Modell untersucht werden kann.</translation>
    </message>
    <message>
        <source>The model is being examined…</source>
        <translation>Das Modell wird untersucht …</translation>
    </message>
    <message>
        <source>Writes a small file beside the model. Measured here: %1 right instead of %2.</source>
        <translation>Schreibt eine kleine Datei neben das Modell. Hier gemessen: %1 richtig statt %2.</translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation>Kein Modell ist offen.</translation>
    </message>
    <message>
        <source>Open model…</source>
        <translation>Modell öffnen…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Load doctor</source>
        <translation>Ladedoktor</translation>
    </message>
    <message>
        <source>What the load doctor found</source>
        <translation>Was der Ladedoktor gefunden hat</translation>
    </message>
    <message>
        <source>Examine again</source>
        <translation>Erneut untersuchen</translation>
    </message>
    <message>
        <source>Apply the cure</source>
        <translation>Abhilfe anwenden</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>Aufbau</translation>
    </message>
    <message>
        <source>Layers of the model</source>
        <translation>Schichten des Modells</translation>
    </message>
    <message>
        <source>This file was not opened</source>
        <translation>Diese Datei wurde nicht geöffnet</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Noticed</source>
        <translation>Aufgefallen</translation>
    </message>
    <message>
        <source>Load doctor: %1 The Model page tells more.</source>
        <translation>Ladedoktor: %1 Mehr auf der Seite „Modell“.</translation>
    </message>
</context>
<context>
    <name>adversarium::OverviewPage</name>
    <message>
        <source>How robust is an image classifier?</source>
        <translation>Wie robust ist ein Bildklassifikator?</translation>
    </message>
    <message>
        <source>Drag a strength slider and watch a classifier change its mind. Start with the built-in traffic signs, or drop a model and a picture of your own anywhere on this window.</source>
        <translation>Ziehen Sie am Stärkeregler und sehen Sie zu, wie ein Klassifikator seine Meinung ändert. Beginnen Sie mit den eingebauten Verkehrszeichen oder ziehen Sie ein eigenes Modell und ein eigenes Bild irgendwohin in dieses Fenster.</translation>
    </message>
    <message>
        <source>Explore an attack</source>
        <translation>Einen Angriff erkunden</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>Erkunden</translation>
    </message>
    <message>
        <source>About this method</source>
        <translation>Über dieses Verfahren</translation>
    </message>
    <message>
        <source>needs: %1</source>
        <translation>braucht: %1</translation>
    </message>
    <message>
        <source>Overview of the methods</source>
        <translation>Überblick über die Verfahren</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Einrichten</translation>
    </message>
</context>
<context>
    <name>adversarium::PaintDialog</name>
    <message>
        <source>Draw a picture</source>
        <translation>Ein Bild zeichnen</translation>
    </message>
    <message>
        <source>Drawing, %1 × %2 pixels</source>
        <translation>Zeichnung, %1 × %2 Bildpunkte</translation>
    </message>
    <message>
        <source>Ctrl+arrows move the cursor, Enter paints there, Ctrl+Shift+arrows draw</source>
        <translation>Strg+Pfeile bewegen die Marke, Eingabe malt dort, Strg+Umschalt+Pfeile zeichnen</translation>
    </message>
    <message>
        <source>Pen</source>
        <translation>Stift</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>Farbe…</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Size of pen and eraser</source>
        <translation>Größe von Stift und Radierer</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Load PNG…</source>
        <translation>PNG laden…</translation>
    </message>
    <message>
        <source>Use this picture</source>
        <translation>Dieses Bild verwenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Colour of the pen: %1</source>
        <translation>Farbe des Stifts: %1</translation>
    </message>
    <message>
        <source>Colour of the pen</source>
        <translation>Farbe des Stifts</translation>
    </message>
    <message>
        <source>Load a picture</source>
        <translation>Ein Bild laden</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Bilder (*.png)</translation>
    </message>
    <message>
        <source>⚠ %1 cannot be read: %2</source>
        <translation>⚠ %1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>Paint on the picture, or load a PNG. Where nothing is painted, images stay as they are.</source>
        <translation>Auf das Bild malen oder ein PNG laden. Wo nichts gemalt ist, bleiben Bilder, wie sie sind.</translation>
    </message>
    <message>
        <source>Where nothing is painted, images stay as they are.</source>
        <translation>Wo nichts gemalt ist, bleiben Bilder, wie sie sind.</translation>
    </message>
    <message>
        <source>⚠ The picture cannot be written into the application&apos;s data folder.</source>
        <translation>⚠ Das Bild kann nicht in den Datenordner der Anwendung geschrieben werden.</translation>
    </message>
</context>
<context>
    <name>adversarium::PaneStage</name>
    <message>
        <source>fit</source>
        <translation>eingepasst</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>clean (blinking)</source>
        <translation>Original (blinkend)</translation>
    </message>
    <message>
        <source>attacked | clean</source>
        <translation>Angriff | Original</translation>
    </message>
    <message>
        <source>attacked</source>
        <translation>angegriffen</translation>
    </message>
    <message>
        <source>change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>change %1</source>
        <translation>Änderung %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Largest change %1, %2 pixels changed</source>
        <translation>Größte Änderung %1, %2 Pixel geändert</translation>
    </message>
    <message>
        <source>(%1, %2)  x = %3  δ = %4  x′ = %5 %6</source>
        <translation>(%1, %2)  x = %3  δ = %4  x′ = %5 %6</translation>
    </message>
    <message>
        <source>clipped</source>
        <translation>abgeschnitten</translation>
    </message>
    <message>
        <source>change ×%1</source>
        <translation>Änderung ×%1</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Geteilt</translation>
    </message>
    <message>
        <source>Single</source>
        <translation>Einzeln</translation>
    </message>
    <message>
        <source>Arrangement of the pictures</source>
        <translation>Anordnung der Bilder</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Amplification of the change</source>
        <translation>Verstärkung der Änderung</translation>
    </message>
</context>
<context>
    <name>adversarium::ParamForm</name>
    <message>
        <source>Less</source>
        <translation>Weniger</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Fewer parameters</source>
        <translation>Weniger Parameter</translation>
    </message>
    <message>
        <source>More parameters</source>
        <translation>Mehr Parameter</translation>
    </message>
</context>
<context>
    <name>adversarium::PathEdit</name>
    <message>
        <source>%1: choose</source>
        <translation>%1: auswählen</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.bmp);;All files (*)</source>
        <translation>Bilder (*.png *.jpg *.jpeg *.bmp);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>NumPy arrays (*.npy);;All files (*)</source>
        <translation>NumPy-Felder (*.npy);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>nicht gewählt</translation>
    </message>
</context>
<context>
    <name>adversarium::PictureEdit</name>
    <message>
        <source>Draw…</source>
        <translation>Zeichnen…</translation>
    </message>
    <message>
        <source>Paint it over an image of the open data</source>
        <translation>Über einem Bild der offenen Daten malen</translation>
    </message>
    <message>
        <source>%1: draw</source>
        <translation>%1: zeichnen</translation>
    </message>
</context>
<context>
    <name>adversarium::RecordView</name>
    <message>
        <source>What the run found</source>
        <translation>Was der Lauf gefunden hat</translation>
    </message>
    <message>
        <source>, n = %1</source>
        <translation>, n = %1</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>Messwerte</translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Model %1 (%2)</source>
        <translation>Modell %1 (%2)</translation>
    </message>
    <message>
        <source>Data %1 (%2)</source>
        <translation>Daten %1 (%2)</translation>
    </message>
    <message>
        <source>No verdict</source>
        <translation>Kein Urteil</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>No run yet.</source>
        <translation>Noch kein Lauf.</translation>
    </message>
    <message>
        <source>Look at “%1”</source>
        <translation>„%1“ ansehen</translation>
    </message>
    <message>
        <source>Mask and pattern of the trigger that was found for this class</source>
        <translation>Maske und Muster des Auslösers, der für diese Klasse gefunden wurde</translation>
    </message>
    <message>
        <source>Model %1</source>
        <translation>Modell %1</translation>
    </message>
    <message>
        <source>Seed %1, LibTorch %2, %3, %4, %5</source>
        <translation>Startwert %1, LibTorch %2, %3, %4, %5</translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n Thread</numerusform>
            <numerusform>%n Threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adversarium::ReportPage</name>
    <message>
        <source>Nothing to report yet. Every finished run can become part of a report.</source>
        <translation>Noch nichts zu berichten. Jeder fertige Lauf kann Teil eines Berichts werden.</translation>
    </message>
    <message>
        <source>Inspect a model</source>
        <translation>Ein Modell untersuchen</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>Bericht speichern…</translation>
    </message>
    <message>
        <source>One page (HTML) with verdicts, pictures, numbers and hashes</source>
        <translation>Eine Seite (HTML) mit Befunden, Bildern, Zahlen und Prüfsummen</translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation>&amp;Titel</translation>
    </message>
    <message>
        <source>Robustness report</source>
        <translation>Bericht zur Robustheit</translation>
    </message>
    <message>
        <source>Title of the report</source>
        <translation>Titel des Berichts</translation>
    </message>
    <message>
        <source>Re&amp;marks</source>
        <translation>&amp;Anmerkungen</translation>
    </message>
    <message>
        <source>Where the model came from, what was suspected, what you conclude</source>
        <translation>Woher das Modell kam, welcher Verdacht bestand, was daraus folgt</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Anmerkungen</translation>
    </message>
    <message>
        <source>&amp;Runs in the report</source>
        <translation>&amp;Läufe im Bericht</translation>
    </message>
    <message>
        <source>Runs in the report</source>
        <translation>Läufe im Bericht</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>What it found</source>
        <translation>Was er ergab</translation>
    </message>
    <message>
        <source>Also save every run beside it, with its pictures, arrays and models</source>
        <translation>Auch jeden Lauf daneben speichern, mit Bildern, Feldern und Modellen</translation>
    </message>
    <message>
        <source>A repaired model is saved there as model.adv, with its lineage</source>
        <translation>Ein repariertes Modell liegt dort als model.adv, mit seiner Herkunft</translation>
    </message>
</context>
<context>
    <name>adversarium::ResultsPage</name>
    <message>
        <source>No run is open. Start one, or open one from the list of runs with Enter.</source>
        <translation>Kein Lauf ist geöffnet. Starten Sie einen oder öffnen Sie einen aus der Liste der Läufe mit der Eingabetaste.</translation>
    </message>
    <message>
        <source>Run set</source>
        <translation>Reihe ausführen</translation>
    </message>
    <message>
        <source>Explore with these settings</source>
        <translation>Mit diesen Einstellungen erkunden</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
</context>
<context>
    <name>adversarium::RunsDock</name>
    <message>
        <source> (stopped)</source>
        <translation> (angehalten)</translation>
    </message>
    <message>
        <source>image %1</source>
        <translation>Bild %1</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>✗ flipped</source>
        <translation>✗ gekippt</translation>
    </message>
    <message>
        <source>✓ withstood</source>
        <translation>✓ standgehalten</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>Erfolg</translation>
    </message>
    <message>
        <source>Robust accuracy</source>
        <translation>Robuste Genauigkeit</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Runs so far</source>
        <translation>Bisherige Läufe</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Compare the ticked runs, or all</source>
        <translation>Die angekreuzten Läufe vergleichen, oder alle</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>– not tried</source>
        <translation>– nicht versucht</translation>
    </message>
</context>
<context>
    <name>adversarium::SampleBrowser</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <source>all classes</source>
        <translation>alle Klassen</translation>
    </message>
    <message>
        <source>Pictures of the data set</source>
        <translation>Bilder des Datensatzes</translation>
    </message>
    <message>
        <source>Show pictures of this class</source>
        <translation>Bilder dieser Klasse zeigen</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Bild-Nr.</translation>
    </message>
    <message>
        <source>Index of the sample</source>
        <translation>Nummer des Bildes</translation>
    </message>
</context>
<context>
    <name>adversarium::SessionBridge</name>
    <message>
        <source>unknown reason</source>
        <translation>unbekannter Grund</translation>
    </message>
</context>
<context>
    <name>adversarium::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Erscheinungsbild</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Erscheinungsbild</translation>
    </message>
    <message>
        <source>&amp;Threads</source>
        <translation>&amp;Threads</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Number of threads</source>
        <translation>Anzahl der Threads</translation>
    </message>
    <message>
        <source>Folder for &amp;models</source>
        <translation>Ordner für &amp;Modelle</translation>
    </message>
    <message>
        <source>Folder for &amp;data</source>
        <translation>Ordner für &amp;Daten</translation>
    </message>
    <message>
        <source>Folder for &amp;exports</source>
        <translation>Ordner für E&amp;xporte</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>Wählen: %1</translation>
    </message>
    <message>
        <source>The number of threads takes effect at the next start.</source>
        <translation>Die Anzahl der Threads gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>adversarium::SetupPanel</name>
    <message>
        <source>Any wrong class</source>
        <translation>Irgendeine falsche Klasse</translation>
    </message>
    <message>
        <source>Take it for “%1”</source>
        <translation>Für „%1“ halten</translation>
    </message>
    <message>
        <source>&amp;Method</source>
        <translation>&amp;Verfahren</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>About this method</source>
        <translation>Über dieses Verfahren</translation>
    </message>
    <message>
        <source>Summary, source and every parameter (F1)</source>
        <translation>Kurzfassung, Quelle und alle Parameter (F1)</translation>
    </message>
    <message>
        <source>&amp;Goal</source>
        <translation>&amp;Ziel</translation>
    </message>
    <message>
        <source>Goal of the attack</source>
        <translation>Ziel des Angriffs</translation>
    </message>
    <message>
        <source>A click on a class in the confidence bars chooses it, too</source>
        <translation>Ein Klick auf eine Klasse in den Konfidenzbalken wählt es auch</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>&amp;Startwert</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>The same seed gives the same result</source>
        <translation>Derselbe Startwert ergibt dasselbe Ergebnis</translation>
    </message>
    <message>
        <source>&amp;Images</source>
        <translation>B&amp;ilder</translation>
    </message>
    <message>
        <source>Number of images in a run</source>
        <translation>Anzahl der Bilder in einem Lauf</translation>
    </message>
    <message>
        <source>The run attacks the first so many images of the data</source>
        <translation>Der Lauf greift so viele Bilder vom Anfang der Daten an</translation>
    </message>
    <message>
        <source>Run set</source>
        <translation>Reihe ausführen</translation>
    </message>
    <message>
        <source>Attack many images with these settings and measure</source>
        <translation>Viele Bilder mit diesen Einstellungen angreifen und messen</translation>
    </message>
    <message>
        <source>The model&apos;s own answer</source>
        <translation>Die eigene Antwort des Modells</translation>
    </message>
    <message>
        <source>The open model</source>
        <translation>Das offene Modell</translation>
    </message>
    <message>
        <source>Untrained: %1</source>
        <translation>Untrainiert: %1</translation>
    </message>
    <message>
        <source>&amp;Class</source>
        <translation>&amp;Klasse</translation>
    </message>
    <message>
        <source>Class to explain</source>
        <translation>Zu erklärende Klasse</translation>
    </message>
    <message>
        <source>The answer that the map explains</source>
        <translation>Die Antwort, die die Karte erklärt</translation>
    </message>
    <message>
        <source>S&amp;tart from</source>
        <translation>&amp;Ausgehen von</translation>
    </message>
    <message>
        <source>Model that the training starts from</source>
        <translation>Modell, von dem das Training ausgeht</translation>
    </message>
    <message>
        <source>The run looks at the first so many images of the data</source>
        <translation>Der Lauf betrachtet so viele Bilder vom Anfang der Daten</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Start this method on the open model and data</source>
        <translation>Diese Methode mit dem offenen Modell und den Daten starten</translation>
    </message>
</context>
<context>
    <name>adversarium::ShortcutEditor</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>Neue Tasten</translation>
    </message>
    <message>
        <source>Use these keys</source>
        <translation>Diese Tasten verwenden</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>Zurück zur Vorgabe</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>⚠ “%1” already has these keys.</source>
        <translation>⚠ „%1“ hat diese Tasten schon.</translation>
    </message>
</context>
<context>
    <name>adversarium::SourceBar</name>
    <message>
        <source>Built in</source>
        <translation>Eingebaut</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Open model…</source>
        <translation>Modell öffnen…</translation>
    </message>
    <message>
        <source>Open image or data file…</source>
        <translation>Bild- oder Datendatei öffnen…</translation>
    </message>
    <message>
        <source>Open data folder…</source>
        <translation>Datenordner öffnen…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>opening %1 …</source>
        <translation>%1 wird geöffnet …</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Modell: %1</translation>
    </message>
    <message>
        <source>SHA-256 %1
%2 · %3 classes · %4 parameters
Grants: %5</source>
        <translation>SHA-256 %1
%2 · %3 Klassen · %4 Parameter
Gewährt: %5</translation>
    </message>
    <message>
        <source>Hash of the model begins with %1</source>
        <translation>Der Hash des Modells beginnt mit %1</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Data: %1</source>
        <translation>Daten: %1</translation>
    </message>
    <message>
        <source>%1 images, %2 × %3</source>
        <translation>%1 Bilder, %2 × %3</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n thread(s)</source>
        <translation>
            <numerusform>%1, %n Thread</numerusform>
            <numerusform>%1, %n Threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adversarium::StrengthSlider</name>
    <message>
        <source>● exact</source>
        <translation>● exakt</translation>
    </message>
    <message>
        <source>▨ preview</source>
        <translation>▨ Vorschau</translation>
    </message>
    <message>
        <source>… computing</source>
        <translation>… rechnet</translation>
    </message>
    <message>
        <source>Strength ε</source>
        <translation>Stärke ε</translation>
    </message>
    <message>
        <source>Strength as a number</source>
        <translation>Stärke als Zahl</translation>
    </message>
    <message>
        <source>0.031 or 8/255</source>
        <translation>0,031 oder 8/255</translation>
    </message>
    <message>
        <source>proven up to %1 ]</source>
        <translation>bewiesen bis %1 ]</translation>
    </message>
    <message>
        <source>[ example at %1</source>
        <translation>[ Beispiel bei %1</translation>
    </message>
</context>
<context>
    <name>adversarium::ThumbnailModel</name>
    <message>
        <source>Sample %1: %2</source>
        <translation>Bild %1: %2</translation>
    </message>
</context>
<context>
    <name>adversarium::TrajectoryScrubber</name>
    <message>
        <source>step %1 of %2: %3</source>
        <translation>Schritt %1 von %2: %3</translation>
    </message>
    <message>
        <source>no steps</source>
        <translation>keine Schritte</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Pause the replay</source>
        <translation>Die Wiedergabe anhalten</translation>
    </message>
    <message>
        <source>Replay the attack&apos;s steps</source>
        <translation>Die Schritte des Angriffs abspielen</translation>
    </message>
    <message>
        <source>Step of the attack</source>
        <translation>Schritt des Angriffs</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
</context>
<context>
    <name>adversarium::TransplantButton</name>
    <message>
        <source>Transplant the chosen region</source>
        <translation>Gewählten Bereich verpflanzen</translation>
    </message>
    <message>
        <source>Stamps it on clean images, with random patches of the same size as a control</source>
        <translation>Stempelt ihn auf saubere Bilder, mit zufälligen Flecken gleicher Größe als Kontrolle</translation>
    </message>
</context>
<context>
    <name>adversarium::Verdict</name>
    <message>
        <source>the attack succeeds</source>
        <translation>der Angriff gelingt</translation>
    </message>
    <message>
        <source>the classifier withstands</source>
        <translation>der Klassifikator hält stand</translation>
    </message>
    <message>
        <source>already wrong, it is %1: no attack is needed</source>
        <translation>schon falsch, es ist %1: Ein Angriff ist nicht nötig</translation>
    </message>
    <message>
        <source>already where the attack would bring it</source>
        <translation>schon dort, wohin der Angriff es brächte</translation>
    </message>
</context>
<context>
    <name>audit</name>
    <message>
        <source>ok</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>zugelassen</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>unlesbar</translation>
    </message>
</context>
<context>
    <name>cells</name>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>trained on</source>
        <translation>Trainierte</translation>
    </message>
    <message>
        <source>outsiders</source>
        <translation>Fremde</translation>
    </message>
    <message>
        <source>gaussian noise</source>
        <translation>Gauß-Rauschen</translation>
    </message>
    <message>
        <source>shot noise</source>
        <translation>Schrotrauschen</translation>
    </message>
    <message>
        <source>impulse noise</source>
        <translation>Impulsrauschen</translation>
    </message>
    <message>
        <source>defocus blur</source>
        <translation>Fehlfokus</translation>
    </message>
    <message>
        <source>glass blur</source>
        <translation>Milchglas</translation>
    </message>
    <message>
        <source>motion blur</source>
        <translation>Bewegungsunschärfe</translation>
    </message>
    <message>
        <source>zoom blur</source>
        <translation>Zoom-Unschärfe</translation>
    </message>
    <message>
        <source>snow</source>
        <translation>Schnee</translation>
    </message>
    <message>
        <source>frost</source>
        <translation>Reif</translation>
    </message>
    <message>
        <source>fog</source>
        <translation>Nebel</translation>
    </message>
    <message>
        <source>brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>elastic</source>
        <translation>elastische Verformung</translation>
    </message>
    <message>
        <source>pixelate</source>
        <translation>Klötzchen</translation>
    </message>
    <message>
        <source>jpeg</source>
        <translation>JPEG</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>sauber</translation>
    </message>
    <message>
        <source>triggered</source>
        <translation>mit Auslöser</translation>
    </message>
    <message>
        <source>condensed</source>
        <translation>verdichteten Bildern</translation>
    </message>
    <message>
        <source>random selection</source>
        <translation>zufälliger Auswahl</translation>
    </message>
    <message>
        <source>all images</source>
        <translation>allen Bildern</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>as it was</source>
        <translation>wie sie waren</translation>
    </message>
    <message>
        <source>sanitised</source>
        <translation>bereinigt</translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>nicht versucht</translation>
    </message>
    <message>
        <source>suspicious</source>
        <translation>verdächtig</translation>
    </message>
    <message>
        <source>basic</source>
        <translation>Grundschule</translation>
    </message>
    <message>
        <source>vocational</source>
        <translation>Lehre</translation>
    </message>
    <message>
        <source>college</source>
        <translation>Hochschule</translation>
    </message>
    <message>
        <source>doctorate</source>
        <translation>Promotion</translation>
    </message>
    <message>
        <source>crafts</source>
        <translation>Handwerk</translation>
    </message>
    <message>
        <source>farming</source>
        <translation>Landwirtschaft</translation>
    </message>
    <message>
        <source>office</source>
        <translation>Büro</translation>
    </message>
    <message>
        <source>science</source>
        <translation>Wissenschaft</translation>
    </message>
    <message>
        <source>services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <source>city</source>
        <translation>Stadt</translation>
    </message>
    <message>
        <source>suburb</source>
        <translation>Vorort</translation>
    </message>
    <message>
        <source>village</source>
        <translation>Dorf</translation>
    </message>
    <message>
        <source>married</source>
        <translation>verheiratet</translation>
    </message>
    <message>
        <source>single</source>
        <translation>ledig</translation>
    </message>
    <message>
        <source>chronic</source>
        <translation>chronisch</translation>
    </message>
    <message>
        <source>high</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>low</source>
        <translation>niedrig</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>pixel value</source>
        <translation>Pixelwert</translation>
    </message>
</context>
<context>
    <name>choices</name>
    <message>
        <source>pgd</source>
        <translation>PGD</translation>
    </message>
    <message>
        <source>square</source>
        <translation>Quadrat</translation>
    </message>
    <message>
        <source>sgd</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>gleichbleibend</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>Kosinus</translation>
    </message>
    <message>
        <source>one-cycle</source>
        <translation>ein Zyklus</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>schnell</translation>
    </message>
    <message>
        <source>trades</source>
        <translation>TRADES</translation>
    </message>
    <message>
        <source>linf</source>
        <translation>L∞</translation>
    </message>
    <message>
        <source>l2</source>
        <translation>L2</translation>
    </message>
    <message>
        <source>l1</source>
        <translation>L1</translation>
    </message>
    <message>
        <source>ce</source>
        <translation>Kreuzentropie</translation>
    </message>
    <message>
        <source>dlr</source>
        <translation>DLR</translation>
    </message>
    <message>
        <source>targeted-dlr</source>
        <translation>gerichtetes DLR</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>gemischt</translation>
    </message>
    <message>
        <source>pixel-dropout</source>
        <translation>Pixelausfall</translation>
    </message>
    <message>
        <source>tilt</source>
        <translation>Neigung</translation>
    </message>
    <message>
        <source>compression</source>
        <translation>Kompression</translation>
    </message>
    <message>
        <source>filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>crop</source>
        <translation>Zuschnitt</translation>
    </message>
    <message>
        <source>cutmix</source>
        <translation>CutMix</translation>
    </message>
    <message>
        <source>augmix</source>
        <translation>AugMix</translation>
    </message>
    <message>
        <source>standard</source>
        <translation>üblich</translation>
    </message>
    <message>
        <source>rand</source>
        <translation>für Zufall</translation>
    </message>
    <message>
        <source>ibp</source>
        <translation>Intervalle (IBP)</translation>
    </message>
    <message>
        <source>crown-ibp</source>
        <translation>CROWN-IBP</translation>
    </message>
    <message>
        <source>crown</source>
        <translation>CROWN</translation>
    </message>
    <message>
        <source>majority</source>
        <translation>Mehrheit</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>matched</source>
        <translation>angeglichen</translation>
    </message>
    <message>
        <source>silenced</source>
        <translation>verstummt</translation>
    </message>
    <message>
        <source>l0</source>
        <translation>L0</translation>
    </message>
    <message>
        <source>arc</source>
        <translation>Bogen</translation>
    </message>
    <message>
        <source>straight</source>
        <translation>geradeaus</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>weniger Bits</translation>
    </message>
    <message>
        <source>jpeg</source>
        <translation>JPEG</translation>
    </message>
    <message>
        <source>median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>blur</source>
        <translation>weichzeichnen</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>Grau</translation>
    </message>
    <message>
        <source>black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>logit</source>
        <translation>Logit</translation>
    </message>
    <message>
        <source>circle</source>
        <translation>Kreis</translation>
    </message>
    <message>
        <source>pixel</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>dct</source>
        <translation>Frequenzen (DCT)</translation>
    </message>
    <message>
        <source>mi-fgsm</source>
        <translation>MI-FGSM</translation>
    </message>
    <message>
        <source>di-fgsm</source>
        <translation>DI-FGSM</translation>
    </message>
    <message>
        <source>ti-fgsm</source>
        <translation>TI-FGSM</translation>
    </message>
    <message>
        <source>bsr</source>
        <translation>BSR</translation>
    </message>
    <message>
        <source>distribution</source>
        <translation>Verteilung</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>Gradient</translation>
    </message>
    <message>
        <source>prv</source>
        <translation>PRV</translation>
    </message>
    <message>
        <source>rdp</source>
        <translation>RDP</translation>
    </message>
    <message>
        <source>system</source>
        <translation>System</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>gradients</source>
        <translation>Gradienten</translation>
    </message>
    <message>
        <source>scores</source>
        <translation>Bewertungen</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>Entropie</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>Zuversicht</translation>
    </message>
    <message>
        <source>shadow</source>
        <translation>Schattenmodelle</translation>
    </message>
    <message>
        <source>lira-offline</source>
        <translation>LiRA offline</translation>
    </message>
    <message>
        <source>lira-online</source>
        <translation>LiRA online</translation>
    </message>
    <message>
        <source>rmia</source>
        <translation>RMIA</translation>
    </message>
    <message>
        <source>best</source>
        <translation>beste Klassen</translation>
    </message>
    <message>
        <source>label</source>
        <translation>allein die Klasse</translation>
    </message>
    <message>
        <source>note</source>
        <translation>vermerken</translation>
    </message>
    <message>
        <source>refuse</source>
        <translation>abweisen</translation>
    </message>
    <message>
        <source>dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>early-stop</source>
        <translation>früh aufhören</translation>
    </message>
    <message>
        <source>label-smoothing</source>
        <translation>Klassenglättung</translation>
    </message>
    <message>
        <source>half-data</source>
        <translation>halb so viele Daten</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>entfernen</translation>
    </message>
    <message>
        <source>coarsen</source>
        <translation>vergröbern</translation>
    </message>
    <message>
        <source>fill</source>
        <translation>füllen</translation>
    </message>
    <message>
        <source>random</source>
        <translation>zufällig</translation>
    </message>
    <message>
        <source>adaptive</source>
        <translation>gezielt</translation>
    </message>
    <message>
        <source>jacobian</source>
        <translation>Jacobi-Schritte</translation>
    </message>
    <message>
        <source>data-free</source>
        <translation>ohne Bilder</translation>
    </message>
    <message>
        <source>patch</source>
        <translation>Fleck</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>blended</source>
        <translation>eingeblendet</translation>
    </message>
    <message>
        <source>sinusoidal</source>
        <translation>Sinusmuster</translation>
    </message>
    <message>
        <source>warped</source>
        <translation>verzerrt</translation>
    </message>
    <message>
        <source>low-frequency</source>
        <translation>niederfrequent</translation>
    </message>
    <message>
        <source>label-consistent</source>
        <translation>mit wahren Klassen</translation>
    </message>
    <message>
        <source>adaptive-blend</source>
        <translation>angepasst eingeblendet</translation>
    </message>
    <message>
        <source>checker</source>
        <translation>Schachbrett</translation>
    </message>
    <message>
        <source>sticker</source>
        <translation>Aufkleber</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>schlicht</translation>
    </message>
    <message>
        <source>ft-sam</source>
        <translation>FT-SAM</translation>
    </message>
    <message>
        <source>unlearn</source>
        <translation>Verlernen</translation>
    </message>
    <message>
        <source>pair</source>
        <translation>Klassenpaar</translation>
    </message>
    <message>
        <source>sliding</source>
        <translation>gleitend</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>mittlere Aktivierung</translation>
    </message>
    <message>
        <source>anp</source>
        <translation>ANP</translation>
    </message>
    <message>
        <source>rnp</source>
        <translation>RNP</translation>
    </message>
    <message>
        <source>abl</source>
        <translation>ABL</translation>
    </message>
    <message>
        <source>masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>features</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>neurons</source>
        <translation>Neuronen</translation>
    </message>
    <message>
        <source>boundary</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>right-answer</source>
        <translation>richtige Antwort</translation>
    </message>
</context>
<context>
    <name>classes</name>
    <message>
        <source>stop</source>
        <translation>Halt</translation>
    </message>
    <message>
        <source>yield</source>
        <translation>Vorfahrt gewähren</translation>
    </message>
    <message>
        <source>no entry</source>
        <translation>Einfahrt verboten</translation>
    </message>
    <message>
        <source>priority road</source>
        <translation>Vorfahrtstraße</translation>
    </message>
    <message>
        <source>no overtaking</source>
        <translation>Überholverbot</translation>
    </message>
    <message>
        <source>turn right</source>
        <translation>rechts abbiegen</translation>
    </message>
    <message>
        <source>turn left</source>
        <translation>links abbiegen</translation>
    </message>
    <message>
        <source>straight ahead</source>
        <translation>geradeaus</translation>
    </message>
    <message>
        <source>roundabout</source>
        <translation>Kreisverkehr</translation>
    </message>
    <message>
        <source>children</source>
        <translation>Kinder</translation>
    </message>
    <message>
        <source>pedestrian crossing</source>
        <translation>Fußgängerüberweg</translation>
    </message>
    <message>
        <source>road works</source>
        <translation>Baustelle</translation>
    </message>
    <message>
        <source>danger</source>
        <translation>Gefahrstelle</translation>
    </message>
    <message>
        <source>bicycle path</source>
        <translation>Radweg</translation>
    </message>
    <message>
        <source>speed limit 30</source>
        <translation>Tempolimit 30</translation>
    </message>
    <message>
        <source>speed limit 50</source>
        <translation>Tempolimit 50</translation>
    </message>
    <message>
        <source>speed limit 60</source>
        <translation>Tempolimit 60</translation>
    </message>
    <message>
        <source>speed limit 80</source>
        <translation>Tempolimit 80</translation>
    </message>
    <message>
        <source>speed limit 100</source>
        <translation>Tempolimit 100</translation>
    </message>
    <message>
        <source>speed limit 120</source>
        <translation>Tempolimit 120</translation>
    </message>
</context>
<context>
    <name>durations</name>
    <message>
        <source>less than 1 s</source>
        <translation>unter 1 s</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
</context>
<context>
    <name>headings</name>
    <message>
        <source>class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>suspects</source>
        <translation>Verdächtige</translation>
    </message>
    <message>
        <source>index</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>suspect</source>
        <translation>verdächtig</translation>
    </message>
    <message>
        <source>group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>people</source>
        <translation>Menschen</translation>
    </message>
    <message>
        <source>with the model</source>
        <translation>mit dem Modell</translation>
    </message>
    <message>
        <source>without it</source>
        <translation>ohne es</translation>
    </message>
    <message>
        <source>gain</source>
        <translation>Gewinn</translation>
    </message>
    <message>
        <source>low</source>
        <translation>von</translation>
    </message>
    <message>
        <source>high</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>corruption</source>
        <translation>Störung</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>accuracy before</source>
        <translation>Genauigkeit vorher</translation>
    </message>
    <message>
        <source>number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>gemeldet</translation>
    </message>
    <message>
        <source>label</source>
        <translation>wahre Klasse</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>proven</source>
        <translation>bewiesen</translation>
    </message>
    <message>
        <source>found</source>
        <translation>gefunden</translation>
    </message>
    <message>
        <source>attack</source>
        <translation>Angriff</translation>
    </message>
    <message>
        <source>taught by</source>
        <translation>gelehrt von</translation>
    </message>
    <message>
        <source>images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>accuracy low</source>
        <translation>Genauigkeit von</translation>
    </message>
    <message>
        <source>accuracy high</source>
        <translation>Genauigkeit bis</translation>
    </message>
    <message>
        <source>area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>area low</source>
        <translation>Fläche von</translation>
    </message>
    <message>
        <source>area high</source>
        <translation>Fläche bis</translation>
    </message>
    <message>
        <source>severity {}</source>
        <translation>Stärke {}</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>situation</source>
        <translation>Lage</translation>
    </message>
    <message>
        <source>clean accuracy</source>
        <translation>Genauigkeit ohne Angriff</translation>
    </message>
    <message>
        <source>robust accuracy</source>
        <translation>robuste Genauigkeit</translation>
    </message>
    <message>
        <source>success rate</source>
        <translation>Erfolgsrate</translation>
    </message>
    <message>
        <source>clean class</source>
        <translation>Klasse vorher</translation>
    </message>
    <message>
        <source>clean confidence</source>
        <translation>Zuversicht vorher</translation>
    </message>
    <message>
        <source>attacked class</source>
        <translation>Klasse nachher</translation>
    </message>
    <message>
        <source>attacked confidence</source>
        <translation>Zuversicht nachher</translation>
    </message>
    <message>
        <source>success</source>
        <translation>Erfolg</translation>
    </message>
    <message>
        <source>queries</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>teacher</source>
        <translation>Lehrer</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>gini</source>
        <translation>Gini</translation>
    </message>
    <message>
        <source>alike</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>features left</source>
        <translation>verbleibender Abstand</translation>
    </message>
    <message>
        <source>explained class</source>
        <translation>erklärte Klasse</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>Zuversicht</translation>
    </message>
    <message>
        <source>region top</source>
        <translation>Bereich oben</translation>
    </message>
    <message>
        <source>region left</source>
        <translation>Bereich links</translation>
    </message>
    <message>
        <source>region height</source>
        <translation>Bereich Höhe</translation>
    </message>
    <message>
        <source>region width</source>
        <translation>Bereich Breite</translation>
    </message>
    <message>
        <source>confidence without</source>
        <translation>Zuversicht ohne</translation>
    </message>
    <message>
        <source>class without</source>
        <translation>Klasse ohne</translation>
    </message>
    <message>
        <source>deletion auc</source>
        <translation>Fläche beim Entfernen</translation>
    </message>
    <message>
        <source>insertion auc</source>
        <translation>Fläche beim Einfügen</translation>
    </message>
    <message>
        <source>severity</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>finding</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>words</source>
        <translation>Worte</translation>
    </message>
    <message>
        <source>tpr at fpr {}</source>
        <translation>Richtige bei {} falschen</translation>
    </message>
    <message>
        <source>member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>student</source>
        <translation>Schüler</translation>
    </message>
    <message>
        <source>frozen layers</source>
        <translation>eingefrorene Schichten</translation>
    </message>
    <message>
        <source>matched layer</source>
        <translation>angeglichene Schicht</translation>
    </message>
    <message>
        <source>tried</source>
        <translation>versucht</translation>
    </message>
    <message>
        <source>misled</source>
        <translation>getäuscht</translation>
    </message>
    <message>
        <source>layer {}</source>
        <translation>Schicht {}</translation>
    </message>
    <message>
        <source>rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>query</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>alarm</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>brake</source>
        <translation>Bremse</translation>
    </message>
    <message>
        <source>training accuracy</source>
        <translation>Trainingsgenauigkeit</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>remains</source>
        <translation>bleibt</translation>
    </message>
    <message>
        <source>held out index</source>
        <translation>Nummer der zurückgehaltenen</translation>
    </message>
    <message>
        <source>copy of</source>
        <translation>Kopie von</translation>
    </message>
    <message>
        <source>class of the other</source>
        <translation>Klasse der anderen</translation>
    </message>
    <message>
        <source>data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>by likelihood</source>
        <translation>nach Likelihood</translation>
    </message>
    <message>
        <source>vote</source>
        <translation>Stimme</translation>
    </message>
    <message>
        <source>probability low</source>
        <translation>Wahrscheinlichkeit, mindestens</translation>
    </message>
    <message>
        <source>radius</source>
        <translation>Radius</translation>
    </message>
    <message>
        <source>abstained</source>
        <translation>enthalten</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>gebrochen</translation>
    </message>
    <message>
        <source>treatment</source>
        <translation>Behandlung</translation>
    </message>
    <message>
        <source>survives</source>
        <translation>überlebt</translation>
    </message>
    <message>
        <source>surrogate</source>
        <translation>Ersatzmodell</translation>
    </message>
    <message>
        <source>fell</source>
        <translation>gefallen</translation>
    </message>
    <message>
        <source>before</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>with region</source>
        <translation>mit Ausschnitt</translation>
    </message>
    <message>
        <source>with random patch</source>
        <translation>mit zufälligem Fleck</translation>
    </message>
    <message>
        <source>stage</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>person</source>
        <translation>Mensch</translation>
    </message>
    <message>
        <source>has it</source>
        <translation>hat es</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>right with the model</source>
        <translation>richtig mit dem Modell</translation>
    </message>
    <message>
        <source>right without it</source>
        <translation>richtig ohne es</translation>
    </message>
    <message>
        <source>region</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>top</source>
        <translation>oben</translation>
    </message>
    <message>
        <source>width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>brought</source>
        <translation>brachte mit</translation>
    </message>
    <message>
        <source>control</source>
        <translation>Kontrolle</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verlor</translation>
    </message>
    <message>
        <source>size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>chance</source>
        <translation>Zufall</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>l0</source>
        <translation>L0</translation>
    </message>
    <message>
        <source>l1</source>
        <translation>L1</translation>
    </message>
    <message>
        <source>l2</source>
        <translation>L2</translation>
    </message>
    <message>
        <source>linf</source>
        <translation>L∞</translation>
    </message>
    <message>
        <source>mimic success</source>
        <translation>Nachahmung gelungen</translation>
    </message>
    <message>
        <source>black box success</source>
        <translation>Erfolg nur mit Bewertungen</translation>
    </message>
    <message>
        <source>teacher distance</source>
        <translation>Abstand zum Lehrer</translation>
    </message>
    <message>
        <source>stands out</source>
        <translation>hebt sich ab</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>schooling</source>
        <translation>Bildung</translation>
    </message>
    <message>
        <source>work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>home</source>
        <translation>Wohnort</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>family</source>
        <translation>Familie</translation>
    </message>
    <message>
        <source>illness</source>
        <translation>Krankheit</translation>
    </message>
    <message>
        <source>surrogate sha256</source>
        <translation>SHA-256 des Ersatzmodells</translation>
    </message>
    <message>
        <source>target</source>
        <translation>Ziel</translation>
    </message>
</context>
<context>
    <name>measures</name>
    <message>
        <source>Clean accuracy</source>
        <translation>Genauigkeit ohne Angriff</translation>
    </message>
    <message>
        <source>Robust accuracy</source>
        <translation>Robuste Genauigkeit</translation>
    </message>
    <message>
        <source>Attack success rate</source>
        <translation>Erfolgsrate des Angriffs</translation>
    </message>
    <message>
        <source>Changed pixels, median</source>
        <translation>Geänderte Pixel, Median</translation>
    </message>
    <message>
        <source>Changed pixels, mean</source>
        <translation>Geänderte Pixel, Mittel</translation>
    </message>
    <message>
        <source>L1 norm, median</source>
        <translation>L1-Norm, Median</translation>
    </message>
    <message>
        <source>L1 norm, mean</source>
        <translation>L1-Norm, Mittel</translation>
    </message>
    <message>
        <source>L2 norm, median</source>
        <translation>L2-Norm, Median</translation>
    </message>
    <message>
        <source>L2 norm, mean</source>
        <translation>L2-Norm, Mittel</translation>
    </message>
    <message>
        <source>L∞ norm, median</source>
        <translation>L∞-Norm, Median</translation>
    </message>
    <message>
        <source>L∞ norm, mean</source>
        <translation>L∞-Norm, Mittel</translation>
    </message>
    <message>
        <source>Queries an image, mean</source>
        <translation>Anfragen je Bild, Mittel</translation>
    </message>
    <message>
        <source>Gradients an image, mean</source>
        <translation>Gradienten je Bild, Mittel</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Training accuracy</source>
        <translation>Trainingsgenauigkeit</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>Trainingsverlust</translation>
    </message>
    <message>
        <source>Probability while pixels go, most important first (area)</source>
        <translation>Wahrscheinlichkeit, während Bildpunkte gehen, wichtigste zuerst (Fläche)</translation>
    </message>
    <message>
        <source>The same, pixels going at random (area)</source>
        <translation>Dasselbe bei zufälliger Reihenfolge (Fläche)</translation>
    </message>
    <message>
        <source>Probability while pixels come, most important first (area)</source>
        <translation>Wahrscheinlichkeit, während Bildpunkte kommen, wichtigste zuerst (Fläche)</translation>
    </message>
    <message>
        <source>Answers that change when the region is hidden</source>
        <translation>Antworten, die kippen, wenn der Bereich verdeckt ist</translation>
    </message>
    <message>
        <source>Fall of the probability when the region is hidden, mean</source>
        <translation>Abfall der Wahrscheinlichkeit, wenn der Bereich verdeckt ist, Mittel</translation>
    </message>
    <message>
        <source>Missing from the sum of shares, mean</source>
        <translation>Fehlbetrag der Summe der Anteile, Mittel</translation>
    </message>
    <message>
        <source>Missing from the sum of shares, largest</source>
        <translation>Fehlbetrag der Summe der Anteile, größter</translation>
    </message>
    <message>
        <source>Pictures that follow the strongest region</source>
        <translation>Bilder, die dem stärksten Bereich folgen</translation>
    </message>
    <message>
        <source>Pictures that follow a window from elsewhere</source>
        <translation>Bilder, die einem Fenster von anderswo folgen</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Flipped samples that the model believes</source>
        <translation>Umgekehrte Proben, die das Modell glaubt</translation>
    </message>
    <message>
        <source>Images that the trigger takes along</source>
        <translation>Bilder, die der Auslöser mitnimmt</translation>
    </message>
    <message>
        <source>Clean accuracy of the clean twin</source>
        <translation>Genauigkeit des sauberen Zwillings</translation>
    </message>
    <message>
        <source>The same on the clean twin</source>
        <translation>Dasselbe beim sauberen Zwilling</translation>
    </message>
    <message>
        <source>Flipped classes confused by the clean twin</source>
        <translation>Vom sauberen Zwilling verwechselte Klassen</translation>
    </message>
    <message>
        <source>The same on the teacher</source>
        <translation>Dasselbe beim Lehrer</translation>
    </message>
    <message>
        <source>The same with a control trigger</source>
        <translation>Dasselbe mit einem Kontrollauslöser</translation>
    </message>
    <message>
        <source>Triggered images in the commonest class</source>
        <translation>Bilder mit Auslöser in der häufigsten Klasse</translation>
    </message>
    <message>
        <source>Size of the smallest trigger, pixels</source>
        <translation>Größe des kleinsten Auslösers, Bildpunkte</translation>
    </message>
    <message>
        <source>Number of the target class</source>
        <translation>Nummer der Zielklasse</translation>
    </message>
    <message>
        <source>Poisoned share of the training data</source>
        <translation>Vergifteter Anteil der Trainingsdaten</translation>
    </message>
    <message>
        <source>Anomaly index, in deviations</source>
        <translation>Auffälligkeit, in Abweichungen</translation>
    </message>
    <message>
        <source>Images that the region takes along</source>
        <translation>Bilder, die der Ausschnitt mitnimmt</translation>
    </message>
    <message>
        <source>The same with random patches</source>
        <translation>Dasselbe mit zufälligen Flecken</translation>
    </message>
    <message>
        <source>Area under the ROC curve</source>
        <translation>Fläche unter der ROC-Kurve</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>True positives</source>
        <translation>Richtig erkannt</translation>
    </message>
    <message>
        <source>False positives</source>
        <translation>Fehlalarme</translation>
    </message>
    <message>
        <source>Flagged share</source>
        <translation>Gemeldeter Anteil</translation>
    </message>
    <message>
        <source>Suspected share of the samples</source>
        <translation>Verdächtiger Anteil der Proben</translation>
    </message>
    <message>
        <source>Poisoned samples that were found</source>
        <translation>Gefundene vergiftete Proben</translation>
    </message>
    <message>
        <source>Poisoned among the suspected samples</source>
        <translation>Vergiftete unter den verdächtigen Proben</translation>
    </message>
    <message>
        <source>Poisoned among the isolated samples</source>
        <translation>Vergiftete unter den abgesonderten Proben</translation>
    </message>
    <message>
        <source>Clean samples for the repair</source>
        <translation>Saubere Proben für die Heilung</translation>
    </message>
    <message>
        <source>Pruned neurons</source>
        <translation>Beschnittene Neuronen</translation>
    </message>
    <message>
        <source>Mean corruption error</source>
        <translation>Mittlerer Fehler unter Störungen</translation>
    </message>
    <message>
        <source>Accuracy under corruptions</source>
        <translation>Genauigkeit unter Störungen</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>Gradienten</translation>
    </message>
    <message>
        <source>Images that were learned on</source>
        <translation>Bilder, an denen gelernt wurde</translation>
    </message>
    <message>
        <source>Gradients while learning</source>
        <translation>Gradienten beim Lernen</translation>
    </message>
    <message>
        <source>Images that fall to any surrogate</source>
        <translation>Bilder, die irgendeinem Ersatzmodell erliegen</translation>
    </message>
    <message>
        <source>Images answered wrongly</source>
        <translation>Falsch beantwortete Bilder</translation>
    </message>
    <message>
        <source>Matched layer</source>
        <translation>Angeglichene Schicht</translation>
    </message>
    <message>
        <source>Layers kept from the teacher</source>
        <translation>Vom Lehrer behaltene Schichten</translation>
    </message>
    <message>
        <source>Gini coefficient of the answers</source>
        <translation>Gini-Koeffizient der Antworten</translation>
    </message>
    <message>
        <source>The same on unchanged images</source>
        <translation>Derselbe bei unveränderten Bildern</translation>
    </message>
    <message>
        <source>Clean accuracy before</source>
        <translation>Saubere Genauigkeit vorher</translation>
    </message>
    <message>
        <source>Mimicked images answered as the guide</source>
        <translation>Nachahmungen, wie das Vorbild beantwortet</translation>
    </message>
    <message>
        <source>The same before</source>
        <translation>Dasselbe vorher</translation>
    </message>
    <message>
        <source>Mimicked images answered wrongly</source>
        <translation>Nachahmungen, falsch beantwortet</translation>
    </message>
    <message>
        <source>Mimicked images answered wrongly before</source>
        <translation>Nachahmungen, vorher falsch beantwortet</translation>
    </message>
    <message>
        <source>Success of an attack that sees scores alone</source>
        <translation>Erfolg eines Angriffs, der nur Bewertungen sieht</translation>
    </message>
    <message>
        <source>Success of that attack before</source>
        <translation>Erfolg dieses Angriffs vorher</translation>
    </message>
    <message>
        <source>Squared distance to the teacher</source>
        <translation>Quadrierter Abstand zum Lehrer</translation>
    </message>
    <message>
        <source>Squared distance to the teacher before</source>
        <translation>Quadrierter Abstand zum Lehrer vorher</translation>
    </message>
    <message>
        <source>Agreement with the victim</source>
        <translation>Übereinstimmung mit dem Opfer</translation>
    </message>
    <message>
        <source>Accuracy of the copy</source>
        <translation>Genauigkeit der Kopie</translation>
    </message>
    <message>
        <source>Accuracy of the victim</source>
        <translation>Genauigkeit des Opfers</translation>
    </message>
    <message>
        <source>Examples for the copy that fool the victim</source>
        <translation>Beispiele für die Kopie, die das Opfer täuschen</translation>
    </message>
    <message>
        <source>Distance to the class&apos;s mean</source>
        <translation>Abstand zum Mittelwert der Klasse</translation>
    </message>
    <message>
        <source>The same without the statistics</source>
        <translation>Dasselbe ohne die Statistik</translation>
    </message>
    <message>
        <source>The same before the search</source>
        <translation>Dasselbe vor der Suche</translation>
    </message>
    <message>
        <source>What the statistics bring nearer</source>
        <translation>Was die Statistik näher bringt</translation>
    </message>
    <message>
        <source>Victim&apos;s confidence</source>
        <translation>Zuversicht des Opfers</translation>
    </message>
    <message>
        <source>Victim&apos;s confidence without the statistics</source>
        <translation>Zuversicht des Opfers ohne die Statistik</translation>
    </message>
    <message>
        <source>Victim&apos;s confidence before the search</source>
        <translation>Zuversicht des Opfers vor der Suche</translation>
    </message>
    <message>
        <source>Evaluator&apos;s confidence</source>
        <translation>Zuversicht des Gutachters</translation>
    </message>
    <message>
        <source>Evaluator&apos;s confidence without the statistics</source>
        <translation>Zuversicht des Gutachters ohne die Statistik</translation>
    </message>
    <message>
        <source>Evaluator&apos;s confidence before the search</source>
        <translation>Zuversicht des Gutachters vor der Suche</translation>
    </message>
    <message>
        <source>What the statistics add for the evaluator</source>
        <translation>Was die Statistik für den Gutachter bringt</translation>
    </message>
    <message>
        <source>Right by the evaluator</source>
        <translation>Richtig nach dem Gutachter</translation>
    </message>
    <message>
        <source>Among the evaluator&apos;s five likeliest</source>
        <translation>Unter den fünf wahrscheinlichsten des Gutachters</translation>
    </message>
    <message>
        <source>Right by the evaluator without the statistics</source>
        <translation>Richtig nach dem Gutachter ohne die Statistik</translation>
    </message>
    <message>
        <source>Among the five likeliest without the statistics</source>
        <translation>Unter den fünf wahrscheinlichsten ohne die Statistik</translation>
    </message>
    <message>
        <source>Right by the evaluator before the search</source>
        <translation>Richtig nach dem Gutachter vor der Suche</translation>
    </message>
    <message>
        <source>Among the five likeliest before the search</source>
        <translation>Unter den fünf wahrscheinlichsten vor der Suche</translation>
    </message>
    <message>
        <source>The same, by the loss</source>
        <translation>Dasselbe, nach dem Verlust</translation>
    </message>
    <message>
        <source>The same, by the entropy</source>
        <translation>Dasselbe, nach der Entropie</translation>
    </message>
    <message>
        <source>The same, by the confidence</source>
        <translation>Dasselbe, nach der Zuversicht</translation>
    </message>
    <message>
        <source>The same, by an attack model</source>
        <translation>Dasselbe, durch ein Angriffsmodell</translation>
    </message>
    <message>
        <source>The same, by likelihood ratio, offline</source>
        <translation>Dasselbe, nach dem Likelihood-Verhältnis, offline</translation>
    </message>
    <message>
        <source>The same, by likelihood ratio, online</source>
        <translation>Dasselbe, nach dem Likelihood-Verhältnis, online</translation>
    </message>
    <message>
        <source>The same, by pairwise ratios</source>
        <translation>Dasselbe, nach paarweisen Verhältnissen</translation>
    </message>
    <message>
        <source>True positives at 0.1 % false ones</source>
        <translation>Richtig Erkannte bei 0,1 % falschen</translation>
    </message>
    <message>
        <source>True positives at 1 % false ones</source>
        <translation>Richtig Erkannte bei 1 % falschen</translation>
    </message>
    <message>
        <source>Accuracy on training samples less that on others</source>
        <translation>Genauigkeit auf Trainingsbeispielen abzüglich der auf anderen</translation>
    </message>
    <message>
        <source>Privacy budget ε</source>
        <translation>Privatheitsbudget ε</translation>
    </message>
    <message>
        <source>Privacy budget ε, by privacy random variables</source>
        <translation>Privatheitsbudget ε, nach Privatheits-Zufallsgrößen</translation>
    </message>
    <message>
        <source>Privacy budget ε, by Rényi divergence</source>
        <translation>Privatheitsbudget ε, nach Rényi-Divergenz</translation>
    </message>
    <message>
        <source>Privacy budget ε, lower bound by the audit</source>
        <translation>Privatheitsbudget ε, untere Schranke nach der Prüfung</translation>
    </message>
    <message>
        <source>Privacy budget δ</source>
        <translation>Privatheitsbudget δ</translation>
    </message>
    <message>
        <source>Noise multiplier σ</source>
        <translation>Rauschfaktor σ</translation>
    </message>
    <message>
        <source>Chance of a sample to be in a step</source>
        <translation>Wahrscheinlichkeit eines Beispiels, in einem Schritt zu sein</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Samples whose gradient was clipped</source>
        <translation>Beispiele mit gekapptem Gradienten</translation>
    </message>
    <message>
        <source>Guesses about canaries that were right</source>
        <translation>Richtig geratene Kanarienvögel</translation>
    </message>
    <message>
        <source>The same, by the distance to the boundary</source>
        <translation>Dasselbe, nach dem Abstand zur Grenze</translation>
    </message>
    <message>
        <source>The same, by whether the answer is right</source>
        <translation>Dasselbe, danach, ob die Antwort stimmt</translation>
    </message>
    <message>
        <source>Hidden values guessed with the model</source>
        <translation>Mit dem Modell richtig geratene Werte</translation>
    </message>
    <message>
        <source>Hidden values guessed without the model</source>
        <translation>Ohne das Modell richtig geratene Werte</translation>
    </message>
    <message>
        <source>What the model adds to the guess</source>
        <translation>Was das Modell zum Raten beiträgt</translation>
    </message>
    <message>
        <source>Hidden values guessed by the model&apos;s likelihood</source>
        <translation>Nach der Likelihood des Modells richtig geratene Werte</translation>
    </message>
    <message>
        <source>What the model&apos;s likelihood adds to the guess</source>
        <translation>Was die Likelihood des Modells zum Raten beiträgt</translation>
    </message>
    <message>
        <source>With the model, about outsiders</source>
        <translation>Mit dem Modell, über Außenstehende</translation>
    </message>
    <message>
        <source>Without the model, about outsiders</source>
        <translation>Ohne das Modell, über Außenstehende</translation>
    </message>
    <message>
        <source>What the model adds, about outsiders</source>
        <translation>Was das Modell beiträgt, über Außenstehende</translation>
    </message>
    <message>
        <source>By the model&apos;s likelihood, about outsiders</source>
        <translation>Nach der Likelihood des Modells, über Außenstehende</translation>
    </message>
    <message>
        <source>What the likelihood adds, about outsiders</source>
        <translation>Was die Likelihood beiträgt, über Außenstehende</translation>
    </message>
    <message>
        <source>Share of the commonest value</source>
        <translation>Anteil des häufigsten Werts</translation>
    </message>
    <message>
        <source>Membership, area, without a brake</source>
        <translation>Zugehörigkeit, Fläche, ohne Bremse</translation>
    </message>
    <message>
        <source>Clean accuracy, without a brake</source>
        <translation>Genauigkeit ohne Bremse</translation>
    </message>
    <message>
        <source>Membership, area, under L2</source>
        <translation>Zugehörigkeit, Fläche, unter L2</translation>
    </message>
    <message>
        <source>Clean accuracy, under L2</source>
        <translation>Genauigkeit unter L2</translation>
    </message>
    <message>
        <source>Membership, area, under dropout</source>
        <translation>Zugehörigkeit, Fläche, unter Dropout</translation>
    </message>
    <message>
        <source>Clean accuracy, under dropout</source>
        <translation>Genauigkeit unter Dropout</translation>
    </message>
    <message>
        <source>Membership, area, under an early stop</source>
        <translation>Zugehörigkeit, Fläche, bei frühem Halt</translation>
    </message>
    <message>
        <source>Clean accuracy, under an early stop</source>
        <translation>Genauigkeit bei frühem Halt</translation>
    </message>
    <message>
        <source>Membership, area, under label smoothing</source>
        <translation>Zugehörigkeit, Fläche, unter Klassenglättung</translation>
    </message>
    <message>
        <source>Clean accuracy, under label smoothing</source>
        <translation>Genauigkeit unter Klassenglättung</translation>
    </message>
    <message>
        <source>Membership, area, on half of the data</source>
        <translation>Zugehörigkeit, Fläche, mit halben Daten</translation>
    </message>
    <message>
        <source>Clean accuracy, on half of the data</source>
        <translation>Genauigkeit mit halben Daten</translation>
    </message>
    <message>
        <source>Abstained</source>
        <translation>Enthaltungen</translation>
    </message>
    <message>
        <source>Alarms on attacked images</source>
        <translation>Alarme bei angegriffenen Bildern</translation>
    </message>
    <message>
        <source>Alarms on clean images</source>
        <translation>Alarme bei sauberen Bildern</translation>
    </message>
    <message>
        <source>Alarm threshold</source>
        <translation>Alarmschwelle</translation>
    </message>
    <message>
        <source>Time of an answer</source>
        <translation>Zeit für eine Antwort</translation>
    </message>
    <message>
        <source>Time of an answer, without the guard</source>
        <translation>Zeit für eine Antwort, ohne Wächter</translation>
    </message>
    <message>
        <source>Certified images that an attack broke</source>
        <translation>Zertifizierte Bilder, die ein Angriff brach</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>Gebrochen</translation>
    </message>
    <message>
        <source>Certified accuracy</source>
        <translation>Bewiesene Genauigkeit</translation>
    </message>
    <message>
        <source>Certified radius, mean</source>
        <translation>Zertifizierter Radius, Mittel</translation>
    </message>
    <message>
        <source>Certified radius, median</source>
        <translation>Zertifizierter Radius, Median</translation>
    </message>
    <message>
        <source>Clean accuracy, without the guard</source>
        <translation>Saubere Genauigkeit, ohne Wächter</translation>
    </message>
    <message>
        <source>Contradictions of bound and attack</source>
        <translation>Widersprüche von Schranke und Angriff</translation>
    </message>
    <message>
        <source>Models in the ensemble</source>
        <translation>Modelle im Ensemble</translation>
    </message>
    <message>
        <source>Least time for these queries</source>
        <translation>Mindestdauer für diese Anfragen</translation>
    </message>
    <message>
        <source>Queries answered</source>
        <translation>Beantwortete Anfragen</translation>
    </message>
    <message>
        <source>Queries before the alarm</source>
        <translation>Anfragen bis zum Alarm</translation>
    </message>
    <message>
        <source>Queries refused</source>
        <translation>Abgelehnte Anfragen</translation>
    </message>
    <message>
        <source>Robust accuracy, without the guard</source>
        <translation>Robuste Genauigkeit, ohne Wächter</translation>
    </message>
    <message>
        <source>Smoothed accuracy</source>
        <translation>Geglättete Genauigkeit</translation>
    </message>
    <message>
        <source>Success of the counter-attack</source>
        <translation>Erfolg des Gegenangriffs</translation>
    </message>
    <message>
        <source>Success, guard unknown to the attacker</source>
        <translation>Erfolg, Wächter dem Angreifer unbekannt</translation>
    </message>
    <message>
        <source>Success, without the guard</source>
        <translation>Erfolg, ohne Wächter</translation>
    </message>
    <message>
        <source>Success without an alarm</source>
        <translation>Erfolg ohne Alarm</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Square attack, success</source>
        <translation>Square-Angriff, Erfolg</translation>
    </message>
    <message>
        <source>Square attack, queries an image</source>
        <translation>Square-Angriff, Anfragen je Bild</translation>
    </message>
    <message>
        <source>Smallest change by answers alone, L2</source>
        <translation>Kleinste Änderung allein aus Antworten, L2</translation>
    </message>
    <message>
        <source>Survives, rounded to 8 bits</source>
        <translation>Überlebt, auf 8 Bit gerundet</translation>
    </message>
    <message>
        <source>Clean accuracy, rounded to 8 bits</source>
        <translation>Saubere Genauigkeit, auf 8 Bit gerundet</translation>
    </message>
    <message>
        <source>Survives, half the size</source>
        <translation>Überlebt, halbe Größe</translation>
    </message>
    <message>
        <source>Clean accuracy, half the size</source>
        <translation>Saubere Genauigkeit, halbe Größe</translation>
    </message>
    <message>
        <source>Survives, three quarters of the size</source>
        <translation>Überlebt, drei Viertel der Größe</translation>
    </message>
    <message>
        <source>Clean accuracy, three quarters of the size</source>
        <translation>Saubere Genauigkeit, drei Viertel der Größe</translation>
    </message>
    <message>
        <source>Survives, out of focus</source>
        <translation>Überlebt, unscharf</translation>
    </message>
    <message>
        <source>Clean accuracy, out of focus</source>
        <translation>Saubere Genauigkeit, unscharf</translation>
    </message>
    <message>
        <source>Survives, photographed</source>
        <translation>Überlebt, fotografiert</translation>
    </message>
    <message>
        <source>Clean accuracy, photographed</source>
        <translation>Saubere Genauigkeit, fotografiert</translation>
    </message>
    <message>
        <source>Survives, JPEG 95</source>
        <translation>Überlebt, JPEG 95</translation>
    </message>
    <message>
        <source>Clean accuracy, JPEG 95</source>
        <translation>Saubere Genauigkeit, JPEG 95</translation>
    </message>
    <message>
        <source>Survives, JPEG 75</source>
        <translation>Überlebt, JPEG 75</translation>
    </message>
    <message>
        <source>Clean accuracy, JPEG 75</source>
        <translation>Saubere Genauigkeit, JPEG 75</translation>
    </message>
    <message>
        <source>Survives, JPEG 50</source>
        <translation>Überlebt, JPEG 50</translation>
    </message>
    <message>
        <source>Clean accuracy, JPEG 50</source>
        <translation>Saubere Genauigkeit, JPEG 50</translation>
    </message>
    <message>
        <source>Most like the mean of their own class</source>
        <translation>Dem Mittel der eigenen Klasse am ähnlichsten</translation>
    </message>
    <message>
        <source>Hidden values guessed with the model before</source>
        <translation>Verborgene Werte, mit dem Modell erraten, vorher</translation>
    </message>
    <message>
        <source>What the model added to the guess before</source>
        <translation>Was das Modell zum Raten beitrug, vorher</translation>
    </message>
    <message>
        <source>What the likelihood added to the guess before</source>
        <translation>Was die Likelihood zum Raten beitrug, vorher</translation>
    </message>
    <message>
        <source>What the treatment adds to the accuracy</source>
        <translation>Was die Behandlung an der Genauigkeit ändert</translation>
    </message>
    <message>
        <source>Samples that repeat an earlier one</source>
        <translation>Beispiele, die ein früheres wiederholen</translation>
    </message>
    <message>
        <source>Those of them under another class</source>
        <translation>Davon unter einer anderen Klasse</translation>
    </message>
    <message>
        <source>Samples that are also held out</source>
        <translation>Beispiele, die auch zurückgehalten sind</translation>
    </message>
    <message>
        <source>Samples kept</source>
        <translation>Behaltene Beispiele</translation>
    </message>
    <message>
        <source>Picture files with metadata</source>
        <translation>Bilddateien mit Metadaten</translation>
    </message>
    <message>
        <source>Condensed images</source>
        <translation>Verdichtete Bilder</translation>
    </message>
    <message>
        <source>Accuracy, taught by the condensed images</source>
        <translation>Genauigkeit, von den verdichteten Bildern gelehrt</translation>
    </message>
    <message>
        <source>Accuracy, taught by as many real images</source>
        <translation>Genauigkeit, von ebenso vielen echten Bildern gelehrt</translation>
    </message>
    <message>
        <source>Accuracy, taught by all images</source>
        <translation>Genauigkeit, von allen Bildern gelehrt</translation>
    </message>
    <message>
        <source>Membership, area, taught by all images</source>
        <translation>Mitgliedschaft, Fläche, von allen Bildern gelehrt</translation>
    </message>
    <message>
        <source>Membership, area, taught by as many real images</source>
        <translation>Mitgliedschaft, Fläche, von ebenso vielen echten Bildern gelehrt</translation>
    </message>
    <message>
        <source>Membership, area, of images that were begun with</source>
        <translation>Mitgliedschaft, Fläche, der Bilder, mit denen begonnen wurde</translation>
    </message>
    <message>
        <source>Images answered as the candidate&apos;s features say</source>
        <translation>Bilder mit der Antwort, die die Merkmale des Kandidaten erwarten lassen</translation>
    </message>
    <message>
        <source>The known teacher comes first (1: yes)</source>
        <translation>Der bekannte Lehrer steht vorn (1: ja)</translation>
    </message>
    <message>
        <source>How far the smallest trigger lies below the others, in deviations</source>
        <translation>Abstand des kleinsten Auslösers unter den anderen, in Abweichungen</translation>
    </message>
    <message>
        <source>How often ordinary classes would show that</source>
        <translation>Wie oft gewöhnliche Klassen das zeigen</translation>
    </message>
    <message>
        <source>Distance to the class in features (a real image: 1)</source>
        <translation>Abstand zur Klasse in Merkmalen (echtes Bild: 1)</translation>
    </message>
    <message>
        <source>What the statistics bring nearer in features</source>
        <translation>Was die Statistik in Merkmalen näher bringt</translation>
    </message>
    <message>
        <source>Accuracy under corruptions, before</source>
        <translation>Genauigkeit unter Störungen, vorher</translation>
    </message>
    <message>
        <source>False alarms where 95 % are found</source>
        <translation>Fehlalarme, wo 95 % gefunden werden</translation>
    </message>
    <message>
        <source>Alarms on honest traffic</source>
        <translation>Alarme bei ehrlichem Verkehr</translation>
    </message>
    <message>
        <source>Statistic of honest traffic, W</source>
        <translation>Kennzahl ehrlichen Verkehrs, W</translation>
    </message>
    <message>
        <source>Alarms on the queries</source>
        <translation>Alarme bei den Anfragen</translation>
    </message>
    <message>
        <source>Statistic of the queries, W</source>
        <translation>Statistik der Anfragen, W</translation>
    </message>
    <message>
        <source>Accuracy, {}</source>
        <translation>Genauigkeit, {}</translation>
    </message>
    <message>
        <source>Robust accuracy, strength no. {}</source>
        <translation>Robuste Genauigkeit, Stärke Nr. {}</translation>
    </message>
    <message>
        <source>Clean accuracy, moved away</source>
        <translation>Saubere Genauigkeit, weggerückt</translation>
    </message>
    <message>
        <source>Mimicked images answered as the guide, moved away</source>
        <translation>Nachahmungen, die wie das Vorbild beantwortet werden, weggerückt</translation>
    </message>
    <message>
        <source>Success of an attack that sees scores alone, moved away</source>
        <translation>Erfolg eines Angriffs, der nur Bewertungen sieht, weggerückt</translation>
    </message>
    <message>
        <source>Accuracy with the cure</source>
        <translation>Genauigkeit mit der Abhilfe</translation>
    </message>
</context>
<context>
    <name>methods</name>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Passes over the training data</source>
        <translation>Durchgänge durch die Trainingsdaten</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Largest step size of the schedule</source>
        <translation>Größte Schrittweite des Zeitplans</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>How gradients become steps</source>
        <translation>Wie aus Gradienten Schritte werden</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
    <message>
        <source>How the learning rate moves during the training</source>
        <translation>Wie sich die Lernrate während des Trainings bewegt</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Gewichtsabnahme</translation>
    </message>
    <message>
        <source>Pull of all weights towards zero</source>
        <translation>Zug aller Gewichte gegen null</translation>
    </message>
    <message>
        <source>Random shift</source>
        <translation>Zufällige Verschiebung</translation>
    </message>
    <message>
        <source>Training images are moved by up to so many pixels</source>
        <translation>Trainingsbilder werden um bis zu so viele Pixel verschoben</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>Random mirror</source>
        <translation>Zufällige Spiegelung</translation>
    </message>
    <message>
        <source>Training images are mirrored left to right at random</source>
        <translation>Trainingsbilder werden zufällig links-rechts gespiegelt</translation>
    </message>
    <message>
        <source>Checkpoint file</source>
        <translation>Zwischenstandsdatei</translation>
    </message>
    <message>
        <source>Written after every epoch and continued from if it is there; empty for none</source>
        <translation>Wird nach jeder Epoche geschrieben und, wenn vorhanden, fortgesetzt; leer für keine</translation>
    </message>
    <message>
        <source>Adversarial training</source>
        <translation>Adversariales Training</translation>
    </message>
    <message>
        <source>Trains on attacked images instead of clean ones: the defence that has held up best, paid in clean accuracy.</source>
        <translation>Trainiert mit angegriffenen statt mit sauberen Bildern: die bisher haltbarste Abwehr, bezahlt mit Genauigkeit ohne Angriff.</translation>
    </message>
    <message>
        <source>Strength ε</source>
        <translation>Stärke ε</translation>
    </message>
    <message>
        <source>Largest change of a training image, L∞</source>
        <translation>Größte Änderung eines Trainingsbildes, L∞</translation>
    </message>
    <message>
        <source>pixel value</source>
        <translation>Pixelwert</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>fast: one step from a random start; pgd: several steps; trades: clean loss plus a penalty for change</source>
        <translation>fast: ein Schritt von zufälligem Start; pgd: mehrere Schritte; trades: sauberer Verlust plus Strafe für Veränderung</translation>
    </message>
    <message>
        <source>Attack steps</source>
        <translation>Angriffsschritte</translation>
    </message>
    <message>
        <source>Gradient steps per training image (recipes pgd and trades)</source>
        <translation>Gradientenschritte je Trainingsbild (Rezepte pgd und trades)</translation>
    </message>
    <message>
        <source>TRADES β</source>
        <translation>TRADES β</translation>
    </message>
    <message>
        <source>Weight of the penalty for change (recipe trades)</source>
        <translation>Gewicht der Strafe für Veränderung (Rezept trades)</translation>
    </message>
    <message>
        <source>Weight perturbation γ</source>
        <translation>Gewichtsstörung γ</translation>
    </message>
    <message>
        <source>Also worsens the weights before each step, by this share of their norm; 0: off</source>
        <translation>Verschlechtert vor jedem Schritt auch die Gewichte um diesen Anteil ihrer Norm; 0: aus</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>Anlauf</translation>
    </message>
    <message>
        <source>Share of the training during which the strength grows from zero</source>
        <translation>Anteil des Trainings, in dem die Stärke von null an wächst</translation>
    </message>
    <message>
        <source>Fast gradient method</source>
        <translation>Schnelle Gradientenmethode</translation>
    </message>
    <message>
        <source>One step along the gradient of the loss: the quickest attack, and every strength costs just one more look.</source>
        <translation>Ein Schritt entlang des Gradienten des Verlusts: der schnellste Angriff, und jede Stärke kostet nur einen weiteren Blick.</translation>
    </message>
    <message>
        <source>Largest change, measured in the chosen norm</source>
        <translation>Größte Änderung, gemessen in der gewählten Norm</translation>
    </message>
    <message>
        <source>Norm</source>
        <translation>Norm</translation>
    </message>
    <message>
        <source>How the size of a change is measured</source>
        <translation>Wie die Größe einer Änderung gemessen wird</translation>
    </message>
    <message>
        <source>HopSkipJump</source>
        <translation>HopSkipJump</translation>
    </message>
    <message>
        <source>Walks along the decision boundary towards the clean image: needs nothing but the winning class.</source>
        <translation>Wandert an der Entscheidungsgrenze entlang auf das Original zu: braucht nichts als die siegende Klasse.</translation>
    </message>
    <message>
        <source>Query budget</source>
        <translation>Anfragebudget</translation>
    </message>
    <message>
        <source>Most looks at the winning class for each image</source>
        <translation>Höchstzahl der Blicke auf die siegende Klasse je Bild</translation>
    </message>
    <message>
        <source>queries</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>Iterationen</translation>
    </message>
    <message>
        <source>Most rounds of estimate, step and search</source>
        <translation>Höchstzahl der Runden aus Schätzung, Schritt und Suche</translation>
    </message>
    <message>
        <source>First estimate</source>
        <translation>Erste Schätzung</translation>
    </message>
    <message>
        <source>Queries for the first gradient estimate; later ones grow</source>
        <translation>Anfragen für die erste Schätzung des Gradienten; spätere wachsen</translation>
    </message>
    <message>
        <source>Largest estimate</source>
        <translation>Größte Schätzung</translation>
    </message>
    <message>
        <source>Most queries for one gradient estimate</source>
        <translation>Höchstzahl der Anfragen für eine Schätzung des Gradienten</translation>
    </message>
    <message>
        <source>Projected gradient descent</source>
        <translation>Projizierter Gradientenabstieg</translation>
    </message>
    <message>
        <source>Climbs the loss in small steps and returns into the ball after each: the standard white-box attack.</source>
        <translation>Erklimmt den Verlust in kleinen Schritten und kehrt nach jedem in die Kugel zurück: der übliche White-Box-Angriff.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Gradient steps in each try</source>
        <translation>Gradientenschritte in jedem Versuch</translation>
    </message>
    <message>
        <source>Step size</source>
        <translation>Schrittweite</translation>
    </message>
    <message>
        <source>Length of one step, as a share of the strength</source>
        <translation>Länge eines Schritts als Anteil der Stärke</translation>
    </message>
    <message>
        <source>× ε</source>
        <translation>× ε</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>Neustarts</translation>
    </message>
    <message>
        <source>How often images that still stand are tried again, from a random place in the ball</source>
        <translation>Wie oft Bilder, die noch standhalten, von einem zufälligen Ort der Kugel aus erneut versucht werden</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>Impuls</translation>
    </message>
    <message>
        <source>Share of the last direction that is kept (MI-FGSM uses 1)</source>
        <translation>Anteil der letzten Richtung, der erhalten bleibt (MI-FGSM nimmt 1)</translation>
    </message>
    <message>
        <source>Random start</source>
        <translation>Zufälliger Start</translation>
    </message>
    <message>
        <source>Begin the first try at a random place, too</source>
        <translation>Auch den ersten Versuch an einem zufälligen Ort beginnen</translation>
    </message>
    <message>
        <source>Stop at success</source>
        <translation>Bei Erfolg aufhören</translation>
    </message>
    <message>
        <source>Leave an image alone as soon as it is misclassified; many times faster, same success</source>
        <translation>Ein Bild in Ruhe lassen, sobald es falsch erkannt wird; um ein Vielfaches schneller bei gleichem Erfolg</translation>
    </message>
    <message>
        <source>Square attack</source>
        <translation>Quadratangriff</translation>
    </message>
    <message>
        <source>Paints random squares and keeps those that hurt: needs only the scores, no gradient.</source>
        <translation>Malt zufällige Quadrate und behält, was schadet: braucht nur die Bewertungen, keinen Gradienten.</translation>
    </message>
    <message>
        <source>Most looks at the scores for each image</source>
        <translation>Höchstzahl der Blicke auf die Bewertungen je Bild</translation>
    </message>
    <message>
        <source>First share</source>
        <translation>Anfangsanteil</translation>
    </message>
    <message>
        <source>Share of the pixels that the first squares cover</source>
        <translation>Anteil der Pixel, den die ersten Quadrate bedecken</translation>
    </message>
    <message>
        <source>General measures</source>
        <translation>Allgemeine Maßnahmen</translation>
    </message>
    <message>
        <source>Evasion attacks</source>
        <translation>Täuschungsangriffe</translation>
    </message>
    <message>
        <source>Information extraction</source>
        <translation>Informationsgewinnung</translation>
    </message>
    <message>
        <source>Poisoning and backdoors</source>
        <translation>Vergiftung und Hintertüren</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>scores</source>
        <translation>Bewertungen</translation>
    </message>
    <message>
        <source>gradients</source>
        <translation>Gradienten</translation>
    </message>
    <message>
        <source>white box</source>
        <translation>White Box</translation>
    </message>
    <message>
        <source>attack</source>
        <translation>Angriff</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>explanation</source>
        <translation>Erklärung</translation>
    </message>
    <message>
        <source>poisoning</source>
        <translation>Vergiftung</translation>
    </message>
    <message>
        <source>detection</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>repair</source>
        <translation>Reparatur</translation>
    </message>
    <message>
        <source>Load doctor</source>
        <translation>Ladedoktor</translation>
    </message>
    <message>
        <source>Checks whether a model is fed as it was trained: range, normalisation, layout, label order, batch norm, gradients.</source>
        <translation>Prüft, ob ein Modell so gefüttert wird, wie es trainiert wurde: Wertebereich, Normalisierung, Anordnung, Klassenfolge, Batch-Normalisierung, Gradienten.</translation>
    </message>
    <message>
        <source>Most images to look at</source>
        <translation>Höchstens so viele Bilder werden betrachtet</translation>
    </message>
    <message>
        <source>Apply the cure</source>
        <translation>Abhilfe anwenden</translation>
    </message>
    <message>
        <source>Write what would put the model right into FILE.json beside it, for every later run</source>
        <translation>Schreibt, was das Modell in Ordnung bringt, in FILE.json daneben, für jeden späteren Lauf</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Auto-PGD</source>
        <translation>Auto-PGD</translation>
    </message>
    <message>
        <source>Projected gradient descent that finds its own step size: halves it and returns to the best point whenever progress stalls.</source>
        <translation>Projizierter Gradientenaufstieg, der seine Schrittweite selbst findet: Stockt er, halbiert er sie und kehrt zum besten Punkt zurück.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>What is climbed: cross-entropy, the difference of logits ratio (blind to the scale of the logits), or that ratio towards one class after another</source>
        <translation>Was erhöht wird: Kreuzentropie, das Verhältnis der Logit-Differenzen (blind für die Skala der Logits) oder dieses Verhältnis auf eine Klasse nach der anderen hin</translation>
    </message>
    <message>
        <source>Tries from random places in the ball; only images that still stand are tried again</source>
        <translation>Versuche von zufälligen Orten in der Kugel; nur Bilder, die noch stehen, kommen wieder dran</translation>
    </message>
    <message>
        <source>Target classes</source>
        <translation>Zielklassen</translation>
    </message>
    <message>
        <source>How many of the nearest classes the targeted loss goes towards in each try</source>
        <translation>Auf wie viele der nächsten Klassen der gezielte Verlust in jedem Versuch zugeht</translation>
    </message>
    <message>
        <source>Share of rising steps</source>
        <translation>Anteil steigender Schritte</translation>
    </message>
    <message>
        <source>The step is halved when fewer steps than this share raised the loss</source>
        <translation>Die Schrittweite wird halbiert, wenn weniger Schritte als dieser Anteil den Verlust erhöht haben</translation>
    </message>
    <message>
        <source>Looks a step</source>
        <translation>Blicke je Schritt</translation>
    </message>
    <message>
        <source>Gradients averaged for one step, for models that answer randomly</source>
        <translation>Gradienten, die für einen Schritt gemittelt werden, bei Modellen, die zufällig antworten</translation>
    </message>
    <message>
        <source>AutoAttack</source>
        <translation>AutoAttack</translation>
    </message>
    <message>
        <source>Four attacks that fail in different ways, one after another on what still stands: the field&apos;s yardstick for robust accuracy.</source>
        <translation>Vier Angriffe, die auf verschiedene Weise scheitern, nacheinander auf das, was noch steht: das übliche Maß für robuste Genauigkeit.</translation>
    </message>
    <message>
        <source>How the size of a change is measured; Square knows no L1</source>
        <translation>Wie die Größe einer Änderung gemessen wird; Square kennt kein L1</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Fassung</translation>
    </message>
    <message>
        <source>standard, or rand for models that answer randomly: two attacks that average over many looks</source>
        <translation>standard, oder rand für Modelle, die zufällig antworten: zwei Angriffe, die über viele Blicke mitteln</translation>
    </message>
    <message>
        <source>Gradient steps of each attack</source>
        <translation>Gradientenschritte jedes Angriffs</translation>
    </message>
    <message>
        <source>How many of the nearest classes are gone towards</source>
        <translation>Auf wie viele der nächsten Klassen zugegangen wird</translation>
    </message>
    <message>
        <source>Looks at the scores for each image in the Square attack</source>
        <translation>Blicke auf die Bewertungen je Bild im Square-Angriff</translation>
    </message>
    <message>
        <source>Gradients averaged for one step of rand</source>
        <translation>Gradienten, die für einen Schritt von rand gemittelt werden</translation>
    </message>
    <message>
        <source>Boundary attack</source>
        <translation>Boundary-Angriff</translation>
    </message>
    <message>
        <source>A random walk along the decision boundary towards the clean image: the first attack that needed nothing but the winning class.</source>
        <translation>Ein Zufallsweg an der Entscheidungsgrenze entlang zum unveränderten Bild: der erste Angriff, der nur die Siegerklasse brauchte.</translation>
    </message>
    <message>
        <source>Proposals of an image; one query each, two every tenth</source>
        <translation>Vorschläge je Bild; je eine Anfrage, jedes zehnte Mal zwei</translation>
    </message>
    <message>
        <source>First sideways step</source>
        <translation>Erster Seitenschritt</translation>
    </message>
    <message>
        <source>Length of the random part of a step, as a share of the distance</source>
        <translation>Länge des zufälligen Teils eines Schritts, als Anteil des Abstands</translation>
    </message>
    <message>
        <source>First forward step</source>
        <translation>Erster Schritt voran</translation>
    </message>
    <message>
        <source>Length of the step towards the clean image, as a share of the distance</source>
        <translation>Länge des Schritts auf das unveränderte Bild zu, als Anteil des Abstands</translation>
    </message>
    <message>
        <source>Adaptation</source>
        <translation>Anpassung</translation>
    </message>
    <message>
        <source>Factor by which step lengths grow and shrink</source>
        <translation>Faktor, um den Schrittlängen wachsen und schrumpfen</translation>
    </message>
    <message>
        <source>Common corruptions</source>
        <translation>Alltägliche Störungen</translation>
    </message>
    <message>
        <source>Fifteen everyday disturbances in up to five severities, noise, blur, weather and compression: accuracy under each.</source>
        <translation>Fünfzehn alltägliche Störungen in bis zu fünf Stärken, Rauschen, Unschärfe, Wetter und Kompression: die Genauigkeit unter jeder.</translation>
    </message>
    <message>
        <source>Severities</source>
        <translation>Stärken</translation>
    </message>
    <message>
        <source>From the mildest up to this one</source>
        <translation>Von der mildesten bis zu dieser</translation>
    </message>
    <message>
        <source>Carlini-Wagner</source>
        <translation>Carlini-Wagner</translation>
    </message>
    <message>
        <source>Weighs the size of the change against its success and searches the weight that just suffices: thorough, small changes.</source>
        <translation>Wägt die Größe der Änderung gegen ihren Erfolg und sucht das Gewicht, das gerade reicht: gründlich, kleine Änderungen.</translation>
    </message>
    <message>
        <source>Most gradient steps for one weight</source>
        <translation>Höchstzahl der Gradientenschritte für ein Gewicht</translation>
    </message>
    <message>
        <source>Search steps</source>
        <translation>Suchschritte</translation>
    </message>
    <message>
        <source>Most weights tried</source>
        <translation>Höchstzahl der versuchten Gewichte</translation>
    </message>
    <message>
        <source>Largest step of Adam, root mean square over the pixels</source>
        <translation>Größter Schritt von Adam, quadratisches Mittel über die Pixel</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>By how much the wrong score must lead</source>
        <translation>Um wie viel die falsche Bewertung führen muss</translation>
    </message>
    <message>
        <source>DeepFool</source>
        <translation>DeepFool</translation>
    </message>
    <message>
        <source>Takes every class boundary for a plane and steps onto the nearest one until the answer changes: a quick look for a small change.</source>
        <translation>Hält jede Klassengrenze für eine Ebene und tritt auf die nächste, bis die Antwort wechselt: eine schnelle Suche nach einer kleinen Änderung.</translation>
    </message>
    <message>
        <source>Most linearisations of an image</source>
        <translation>Höchstzahl der Linearisierungen eines Bildes</translation>
    </message>
    <message>
        <source>How distance to the clean image is measured</source>
        <translation>Wie der Abstand zum unveränderten Bild gemessen wird</translation>
    </message>
    <message>
        <source>Overshoot</source>
        <translation>Überschuss</translation>
    </message>
    <message>
        <source>How far beyond the boundary to go, as a share of the way</source>
        <translation>Wie weit über die Grenze hinaus, als Anteil des Weges</translation>
    </message>
    <message>
        <source>Candidate classes</source>
        <translation>Kandidatenklassen</translation>
    </message>
    <message>
        <source>How many of the leading classes are looked at, the image&apos;s own among them</source>
        <translation>Wie viele der führenden Klassen betrachtet werden, die eigene eingeschlossen</translation>
    </message>
    <message>
        <source>Fast adaptive boundary</source>
        <translation>Fast Adaptive Boundary</translation>
    </message>
    <message>
        <source>Walks along the boundary towards every rival class, pulled back to the clean image: finds small changes without a strength to choose.</source>
        <translation>Läuft an der Grenze zu jeder rivalisierenden Klasse entlang, zum unveränderten Bild zurückgezogen: findet kleine Änderungen, ohne dass eine Stärke zu wählen ist.</translation>
    </message>
    <message>
        <source>Steps towards each class</source>
        <translation>Schritte auf jede Klasse zu</translation>
    </message>
    <message>
        <source>How many of the nearest classes are tried</source>
        <translation>Wie viele der nächsten Klassen versucht werden</translation>
    </message>
    <message>
        <source>Pull</source>
        <translation>Zug</translation>
    </message>
    <message>
        <source>Most weight of the clean image&apos;s own projection</source>
        <translation>Größtes Gewicht der Projektion des unveränderten Bildes</translation>
    </message>
    <message>
        <source>Factor on the way to the boundary</source>
        <translation>Faktor auf den Weg zur Grenze</translation>
    </message>
    <message>
        <source>Way kept</source>
        <translation>Behaltener Weg</translation>
    </message>
    <message>
        <source>Share of a found change that the next step starts from</source>
        <translation>Anteil einer gefundenen Änderung, von dem der nächste Schritt ausgeht</translation>
    </message>
    <message>
        <source>Fast minimum norm</source>
        <translation>Fast Minimum-Norm</translation>
    </message>
    <message>
        <source>Shrinks the ball while the image is misclassified and widens it while it is not, one gradient step each: the smallest change for few looks.</source>
        <translation>Verkleinert die Kugel, solange das Bild falsch erkannt wird, und weitet sie sonst, je ein Gradientenschritt: die kleinste Änderung mit wenigen Blicken.</translation>
    </message>
    <message>
        <source>Gradient steps</source>
        <translation>Gradientenschritte</translation>
    </message>
    <message>
        <source>How distance to the clean image is measured; L0 counts pixels, all channels together</source>
        <translation>Wie der Abstand zum unveränderten Bild gemessen wird; L0 zählt Pixel, alle Kanäle zusammen</translation>
    </message>
    <message>
        <source>First step size</source>
        <translation>Erste Schrittweite</translation>
    </message>
    <message>
        <source>Last step size</source>
        <translation>Letzte Schrittweite</translation>
    </message>
    <message>
        <source>First shrinking</source>
        <translation>Erste Verkleinerung</translation>
    </message>
    <message>
        <source>Share by which the first steps shrink or widen the ball</source>
        <translation>Anteil, um den die ersten Schritte die Kugel verkleinern oder weiten</translation>
    </message>
    <message>
        <source>Last shrinking</source>
        <translation>Letzte Verkleinerung</translation>
    </message>
    <message>
        <source>Share by which the last steps shrink or widen the ball</source>
        <translation>Anteil, um den die letzten Schritte die Kugel verkleinern oder weiten</translation>
    </message>
    <message>
        <source>Grad-CAM</source>
        <translation>Grad-CAM</translation>
    </message>
    <message>
        <source>Which places of an inner layer spoke for the class: coarse, but about what the model made of the picture instead of its pixels.</source>
        <translation>Welche Stellen einer inneren Schicht für die Klasse sprachen: grob, aber über das, was das Modell aus dem Bild gemacht hat, statt über die Bildpunkte.</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Name of the layer that is looked into; empty: the last one with places before pooling</source>
        <translation>Name der betrachteten Schicht; leer: die letzte mit räumlicher Ausdehnung vor der Zusammenfassung</translation>
    </message>
    <message>
        <source>Integrated gradients</source>
        <translation>Integrierte Gradienten</translation>
    </message>
    <message>
        <source>Gradients summed on the way from an empty picture to this one: each pixel&apos;s share of the score, and the shares add up.</source>
        <translation>Gradienten, aufsummiert auf dem Weg von einem leeren Bild zu diesem: der Anteil jedes Bildpunkts am Wert, und die Anteile gehen auf.</translation>
    </message>
    <message>
        <source>Empty picture</source>
        <translation>Leeres Bild</translation>
    </message>
    <message>
        <source>Where the way begins: what counts as nothing there</source>
        <translation>Wo der Weg beginnt: was als „nichts da“ gilt</translation>
    </message>
    <message>
        <source>Explained number</source>
        <translation>Erklärte Größe</translation>
    </message>
    <message>
        <source>What the pixels&apos; shares add up to</source>
        <translation>Wozu sich die Anteile der Bildpunkte summieren</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>The way is walked in ever smaller steps until the shares add up this closely</source>
        <translation>Der Weg wird in immer kleineren Schritten gegangen, bis die Anteile so genau aufgehen</translation>
    </message>
    <message>
        <source>Most steps</source>
        <translation>Höchstzahl der Schritte</translation>
    </message>
    <message>
        <source>Gradients an image at most, whatever the tolerance</source>
        <translation>Gradienten je Bild höchstens, unabhängig von der Toleranz</translation>
    </message>
    <message>
        <source>Occlusion map</source>
        <translation>Verdeckungskarte</translation>
    </message>
    <message>
        <source>Hides one place after the other and shows by how much the class&apos;s probability falls. Needs only scores.</source>
        <translation>Verdeckt eine Stelle nach der anderen und zeigt, wie weit die Wahrscheinlichkeit der Klasse fällt. Braucht nur die Werte.</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Side of the hidden square; 0: a sixth of the picture</source>
        <translation>Seite des verdeckten Quadrats; 0: ein Sechstel des Bildes</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>How far the window moves; 0: a quarter of its side</source>
        <translation>Wie weit das Fenster rückt; 0: ein Viertel seiner Seite</translation>
    </message>
    <message>
        <source>Hidden under</source>
        <translation>Verdeckt mit</translation>
    </message>
    <message>
        <source>What stands in the window&apos;s place</source>
        <translation>Was an der Stelle des Fensters steht</translation>
    </message>
    <message>
        <source>Compute only what changes</source>
        <translation>Nur Geändertes rechnen</translation>
    </message>
    <message>
        <source>Each layer computes only the region that a window reaches; same map up to rounding, several times faster</source>
        <translation>Jede Schicht rechnet nur den Bereich, den ein Fenster erreicht; bis auf Rundung dieselbe Karte, um ein Mehrfaches schneller</translation>
    </message>
    <message>
        <source>One pixel</source>
        <translation>Ein Pixel</translation>
    </message>
    <message>
        <source>Breeds the place and colour of one or a few pixels until the answer changes: needs only the scores.</source>
        <translation>Züchtet Ort und Farbe eines oder weniger Pixel, bis die Antwort wechselt: braucht nur die Bewertungen.</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>How many pixels may change</source>
        <translation>Wie viele Pixel sich ändern dürfen</translation>
    </message>
    <message>
        <source>Generations</source>
        <translation>Generationen</translation>
    </message>
    <message>
        <source>Most generations</source>
        <translation>Höchstzahl der Generationen</translation>
    </message>
    <message>
        <source>Population</source>
        <translation>Population</translation>
    </message>
    <message>
        <source>Candidates of each image in a generation</source>
        <translation>Kandidaten jedes Bildes in einer Generation</translation>
    </message>
    <message>
        <source>Differential weight</source>
        <translation>Differenzgewicht</translation>
    </message>
    <message>
        <source>How far a child moves along its parents&apos; difference</source>
        <translation>Wie weit ein Kind sich entlang der Differenz seiner Eltern bewegt</translation>
    </message>
    <message>
        <source>Adversarial patch</source>
        <translation>Adversarialer Aufkleber</translation>
    </message>
    <message>
        <source>A sticker that fools the model wherever it is put, learned on one half of the images and judged on the other; ready to print.</source>
        <translation>Ein Aufkleber, der das Modell täuscht, wo immer er hängt, auf einer Hälfte der Bilder gelernt und auf der anderen beurteilt; druckfertig.</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>Share of the picture that the patch covers</source>
        <translation>Anteil des Bildes, den der Aufkleber bedeckt</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Outline of the patch</source>
        <translation>Umriss des Aufklebers</translation>
    </message>
    <message>
        <source>Step size of Adam</source>
        <translation>Schrittweite von Adam</translation>
    </message>
    <message>
        <source>Images a step</source>
        <translation>Bilder je Schritt</translation>
    </message>
    <message>
        <source>Images, each with the patch at a place of its own</source>
        <translation>Bilder, jedes mit dem Aufkleber an einem eigenen Ort</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Drehung</translation>
    </message>
    <message>
        <source>Largest turn to either side</source>
        <translation>Größte Drehung nach jeder Seite</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>Size change</source>
        <translation>Größenänderung</translation>
    </message>
    <message>
        <source>Largest growth or shrinking, as a share</source>
        <translation>Größtes Wachsen oder Schrumpfen, als Anteil</translation>
    </message>
    <message>
        <source>Light change</source>
        <translation>Lichtänderung</translation>
    </message>
    <message>
        <source>Largest brightening or darkening, as a share</source>
        <translation>Größte Aufhellung oder Abdunklung, als Anteil</translation>
    </message>
    <message>
        <source>Printed width</source>
        <translation>Gedruckte Breite</translation>
    </message>
    <message>
        <source>How wide the patch is on paper</source>
        <translation>Wie breit der Aufkleber auf Papier ist</translation>
    </message>
    <message>
        <source>cm</source>
        <translation>cm</translation>
    </message>
    <message>
        <source>RISE</source>
        <translation>RISE</translation>
    </message>
    <message>
        <source>Shows the picture through thousands of random masks: places that are visible whenever the class is recognised matter. Needs only scores.</source>
        <translation>Zeigt das Bild durch Tausende zufälliger Masken: Stellen, die immer sichtbar sind, wenn die Klasse erkannt wird, sind wichtig. Braucht nur die Werte.</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Looks at each picture</source>
        <translation>Abfragen je Bild</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Raster</translation>
    </message>
    <message>
        <source>Cells a side of the coarse masks</source>
        <translation>Felder je Seite der groben Masken</translation>
    </message>
    <message>
        <source>Visible share</source>
        <translation>Sichtbarer Anteil</translation>
    </message>
    <message>
        <source>Share of the cells that stay visible</source>
        <translation>Anteil der Felder, die sichtbar bleiben</translation>
    </message>
    <message>
        <source>What stands where a mask hides the picture</source>
        <translation>Was dort steht, wo eine Maske das Bild verdeckt</translation>
    </message>
    <message>
        <source>Saliency map</source>
        <translation>Gradientenkarte</translation>
    </message>
    <message>
        <source>The gradient of the class&apos;s score by each pixel: where a tiny change would matter most. One look.</source>
        <translation>Die Ableitung des Klassenwerts nach jedem Bildpunkt: wo eine winzige Änderung am meisten ausmachen würde. Eine einzige Abfrage.</translation>
    </message>
    <message>
        <source>The probability saturates where the model is sure, so its gradient says less there</source>
        <translation>Die Wahrscheinlichkeit sättigt, wo das Modell sicher ist; ihr Gradient sagt dort weniger</translation>
    </message>
    <message>
        <source>Shortcut probe</source>
        <translation>Suche nach Abkürzungen</translation>
    </message>
    <message>
        <source>Does a watermark, a border or the background decide? Pastes every region of one class&apos;s pictures into others and looks whether the class comes along.</source>
        <translation>Entscheidet ein Wasserzeichen, ein Rand oder der Hintergrund? Setzt jeden Bereich aus Bildern einer Klasse in andere ein und prüft, ob die Klasse mitkommt.</translation>
    </message>
    <message>
        <source>Side of the windows that are tried; 0: a sixth of the picture</source>
        <translation>Seite der geprüften Fenster; 0: ein Sechstel des Bildes</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Paare</translation>
    </message>
    <message>
        <source>Pairs of pictures a class for the first look at every region</source>
        <translation>Bildpaare je Klasse für den ersten Blick auf jeden Bereich</translation>
    </message>
    <message>
        <source>Pairs for the verdict</source>
        <translation>Paare für das Urteil</translation>
    </message>
    <message>
        <source>Fresh pairs a class on which the region found is measured</source>
        <translation>Frische Paare je Klasse, an denen der gefundene Bereich gemessen wird</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>σ-zero</source>
        <translation>σ-zero</translation>
    </message>
    <message>
        <source>Follows the gradient of a smooth stand-in for the number of changed pixels and drops the weakest: as few pixels as possible.</source>
        <translation>Folgt dem Gradienten eines glatten Ersatzes für die Zahl geänderter Pixel und lässt die schwächsten fallen: so wenige Pixel wie möglich.</translation>
    </message>
    <message>
        <source>Largest change of a pixel in the first step</source>
        <translation>Größte Änderung eines Pixels im ersten Schritt</translation>
    </message>
    <message>
        <source>First threshold</source>
        <translation>Erste Schwelle</translation>
    </message>
    <message>
        <source>Smaller changes are dropped at the beginning</source>
        <translation>Kleinere Änderungen fallen am Anfang weg</translation>
    </message>
    <message>
        <source>Threshold step</source>
        <translation>Schwellenschritt</translation>
    </message>
    <message>
        <source>By how much the threshold rises after success and falls after failure</source>
        <translation>Um wie viel die Schwelle nach Erfolg steigt und nach Misserfolg sinkt</translation>
    </message>
    <message>
        <source>Smoothing σ</source>
        <translation>Glättung σ</translation>
    </message>
    <message>
        <source>The smaller, the closer to counting pixels</source>
        <translation>Je kleiner, desto näher am Zählen der Pixel</translation>
    </message>
    <message>
        <source>SimBA</source>
        <translation>SimBA</translation>
    </message>
    <message>
        <source>Tries one direction after another, forwards and backwards, and keeps what lowers the score: the simplest attack on scores.</source>
        <translation>Versucht eine Richtung nach der anderen, vor und zurück, und behält, was die Bewertung senkt: der einfachste Angriff auf Bewertungen.</translation>
    </message>
    <message>
        <source>Directions</source>
        <translation>Richtungen</translation>
    </message>
    <message>
        <source>Single pixels, or waves of the cosine transform</source>
        <translation>Einzelne Pixel oder Wellen der Kosinustransformation</translation>
    </message>
    <message>
        <source>Length (L2) of a step along one direction</source>
        <translation>Länge (L2) eines Schritts in eine Richtung</translation>
    </message>
    <message>
        <source>Frequencies</source>
        <translation>Frequenzen</translation>
    </message>
    <message>
        <source>Share of the frequencies, the lowest, that waves are drawn from first</source>
        <translation>Anteil der Frequenzen, der niedrigsten, aus denen zuerst gezogen wird</translation>
    </message>
    <message>
        <source>SmoothGrad</source>
        <translation>SmoothGrad</translation>
    </message>
    <message>
        <source>The saliency map of many noisy copies on average: the speckle of a single gradient cancels.</source>
        <translation>Die Gradientenkarte im Mittel über viele verrauschte Kopien: Das Flimmern eines einzelnen Gradienten hebt sich auf.</translation>
    </message>
    <message>
        <source>Noisy copies</source>
        <translation>Verrauschte Kopien</translation>
    </message>
    <message>
        <source>Gradients that are averaged</source>
        <translation>Gradienten, über die gemittelt wird</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Standard deviation of the noise, as a share of the picture&apos;s range of values</source>
        <translation>Standardabweichung des Rauschens als Anteil am Wertebereich des Bildes</translation>
    </message>
    <message>
        <source>× range</source>
        <translation>× Bereich</translation>
    </message>
    <message>
        <source>Rotation, shift, scale</source>
        <translation>Drehung, Verschiebung, Skalierung</translation>
    </message>
    <message>
        <source>Turns, moves and scales the picture, mildest first, until the answer changes: what a tilted camera does.</source>
        <translation>Dreht, verschiebt und skaliert das Bild, das Mildeste zuerst, bis die Antwort wechselt: was eine schief gehaltene Kamera tut.</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>Drehung</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Verschiebung</translation>
    </message>
    <message>
        <source>Largest move in each direction, as a share of the picture</source>
        <translation>Größte Verschiebung in jede Richtung, als Anteil des Bildes</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Skalierung</translation>
    </message>
    <message>
        <source>Angles</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>How many angles are tried</source>
        <translation>Wie viele Winkel versucht werden</translation>
    </message>
    <message>
        <source>Shifts</source>
        <translation>Verschiebungen</translation>
    </message>
    <message>
        <source>How many shifts in each direction are tried</source>
        <translation>Wie viele Verschiebungen in jede Richtung versucht werden</translation>
    </message>
    <message>
        <source>Scales</source>
        <translation>Skalierungen</translation>
    </message>
    <message>
        <source>How many scales are tried</source>
        <translation>Wie viele Skalierungen versucht werden</translation>
    </message>
    <message>
        <source>Universal perturbation</source>
        <translation>Universelle Störung</translation>
    </message>
    <message>
        <source>One change that fools the model on most images, learned on one half of them and judged on the other.</source>
        <translation>Eine einzige Änderung, die das Modell auf den meisten Bildern täuscht, auf einer Hälfte gelernt und auf der anderen beurteilt.</translation>
    </message>
    <message>
        <source>Length of the first step, as a share of the strength</source>
        <translation>Länge des ersten Schritts, als Anteil der Stärke</translation>
    </message>
    <message>
        <source>Images whose gradients are averaged</source>
        <translation>Bilder, deren Gradienten gemittelt werden</translation>
    </message>
    <message>
        <source>Enough loss</source>
        <translation>Genug Verlust</translation>
    </message>
    <message>
        <source>Images whose loss is above this no longer count</source>
        <translation>Bilder, deren Verlust darüber liegt, zählen nicht mehr</translation>
    </message>
    <message>
        <source>Activation clustering</source>
        <translation>Aktivierungsgruppen</translation>
    </message>
    <message>
        <source>Splits the features of each class in two: a small group well apart from the rest is suspect.</source>
        <translation>Teilt die Merkmale jeder Klasse in zwei Gruppen: Eine kleine, vom Rest klar getrennte ist verdächtig.</translation>
    </message>
    <message>
        <source>Separation</source>
        <translation>Trennung</translation>
    </message>
    <message>
        <source>Least mean silhouette for the two groups to count as apart</source>
        <translation>Kleinste mittlere Silhouette, bei der die Gruppen als getrennt gelten</translation>
    </message>
    <message>
        <source>Size of the group</source>
        <translation>Größe der Gruppe</translation>
    </message>
    <message>
        <source>Largest share of a class that can be suspect</source>
        <translation>Größter Anteil einer Klasse, der verdächtig sein kann</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>Komponenten</translation>
    </message>
    <message>
        <source>Directions of the features that are kept</source>
        <translation>Richtungen der Merkmale, die behalten werden</translation>
    </message>
    <message>
        <source>Known poison</source>
        <translation>Bekanntes Gift</translation>
    </message>
    <message>
        <source>File of the places of the poisoned samples (.npy), to measure how well they are found; empty: poison.npy beside the data, where there is one</source>
        <translation>Datei mit den Plätzen der vergifteten Beispiele (.npy), um zu messen, wie gut sie gefunden werden; leer: poison.npy neben den Daten, wo es sie gibt</translation>
    </message>
    <message>
        <source>Autoencoder</source>
        <translation>Autoencoder</translation>
    </message>
    <message>
        <source>Learns to rebuild clean images and flags inputs that it cannot rebuild; needs no access to the model at all.</source>
        <translation>Lernt saubere Bilder nachzubilden und meldet Eingaben, die es nicht nachbilden kann; braucht keinerlei Zugang zum Modell.</translation>
    </message>
    <message>
        <source>False alarms</source>
        <translation>Fehlalarme</translation>
    </message>
    <message>
        <source>Share of clean inputs that may be flagged: sets the threshold</source>
        <translation>Anteil sauberer Eingaben, die gemeldet werden dürfen: legt die Schwelle fest</translation>
    </message>
    <message>
        <source>Suspicious inputs</source>
        <translation>Verdächtige Eingaben</translation>
    </message>
    <message>
        <source>Data or a picture to judge; empty: none, only the known trigger is looked for</source>
        <translation>Daten oder ein Bild, die zu beurteilen sind; leer: keine, gesucht wird nur der bekannte Auslöser</translation>
    </message>
    <message>
        <source>Known trigger</source>
        <translation>Bekannter Auslöser</translation>
    </message>
    <message>
        <source>Folder of a trigger search, model file, recipe (.json) or PNG that says the trigger; empty: what the model&apos;s lineage says</source>
        <translation>Ordner einer Auslösersuche, Modelldatei, Rezept (.json) oder PNG, woraus der Auslöser hervorgeht; leer: was die Herkunft des Modells sagt</translation>
    </message>
    <message>
        <source>Passes over the clean images</source>
        <translation>Durchgänge durch die sauberen Bilder</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Feature maps of the first layer</source>
        <translation>Merkmalskarten der ersten Schicht</translation>
    </message>
    <message>
        <source>Code length</source>
        <translation>Länge des Codes</translation>
    </message>
    <message>
        <source>Numbers that an image is squeezed into</source>
        <translation>Zahlen, in die ein Bild gepresst wird</translation>
    </message>
    <message>
        <source>Largest step of the training</source>
        <translation>Größter Schritt des Trainings</translation>
    </message>
    <message>
        <source>Backdoor</source>
        <translation>Hintertür</translation>
    </message>
    <message>
        <source>Plants a trigger in some training images: the model works as before until somebody shows it the trigger.</source>
        <translation>Pflanzt einen Auslöser in einige Trainingsbilder: Das Modell arbeitet wie zuvor, bis jemand ihm den Auslöser zeigt.</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>Auslöser</translation>
    </message>
    <message>
        <source>What is planted: a patch, your own picture, a faint overlay, wave or warp</source>
        <translation>Was gepflanzt wird: ein Fleck, ein eigenes Bild, eine schwache Überlagerung, Welle oder Verzerrung</translation>
    </message>
    <message>
        <source>Patch pattern</source>
        <translation>Muster des Flecks</translation>
    </message>
    <message>
        <source>Chequered, a white square, or a yellow sticker (triggers patch and label-consistent)</source>
        <translation>Kariert, ein weißes Quadrat oder ein gelber Aufkleber (Auslöser patch und label-consistent)</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Side of patch or picture as a share of the image&apos;s shorter side</source>
        <translation>Seite von Fleck oder Bild als Anteil der kürzeren Bildseite</translation>
    </message>
    <message>
        <source>Place across</source>
        <translation>Ort waagrecht</translation>
    </message>
    <message>
        <source>Where patch or picture sits: 0 left, 1 right</source>
        <translation>Wo Fleck oder Bild sitzt: 0 links, 1 rechts</translation>
    </message>
    <message>
        <source>Place down</source>
        <translation>Ort senkrecht</translation>
    </message>
    <message>
        <source>Where patch or picture sits: 0 top, 1 bottom</source>
        <translation>Wo Fleck oder Bild sitzt: 0 oben, 1 unten</translation>
    </message>
    <message>
        <source>Trigger strength</source>
        <translation>Stärke des Auslösers</translation>
    </message>
    <message>
        <source>Opacity of patch, picture and blend, height of the wave, size of the warp; 0: as usual for the kind</source>
        <translation>Deckkraft von Fleck, Bild und Überlagerung, Höhe der Welle, Größe der Verzerrung; 0: wie für die Art üblich</translation>
    </message>
    <message>
        <source>Picture file</source>
        <translation>Bilddatei</translation>
    </message>
    <message>
        <source>Labels stay true</source>
        <translation>Klassen bleiben wahr</translation>
    </message>
    <message>
        <source>Poisons only images of the target class, so that no label looks wrong (as the wave&apos;s paper does)</source>
        <translation>Vergiftet nur Bilder der Zielklasse, so dass keine Klasse falsch aussieht (wie die Arbeit zur Welle)</translation>
    </message>
    <message>
        <source>Hardening ε</source>
        <translation>Erschwerung ε</translation>
    </message>
    <message>
        <source>Label-consistent trigger: largest change that makes the poisoned images hard, L∞</source>
        <translation>Auslöser label-consistent: größte Änderung, die die vergifteten Bilder schwer macht, L∞</translation>
    </message>
    <message>
        <source>Poison rate</source>
        <translation>Vergiftungsrate</translation>
    </message>
    <message>
        <source>Share of the training data that is poisoned</source>
        <translation>Anteil der Trainingsdaten, der vergiftet wird</translation>
    </message>
    <message>
        <source>Rates to compare</source>
        <translation>Raten zum Vergleich</translation>
    </message>
    <message>
        <source>Further poison rates, separated by commas, each with a victim of its own: 0.01,0.02,0.1</source>
        <translation>Weitere Vergiftungsraten, durch Kommas getrennt, jede mit einem eigenen Opfer: 0.01,0.02,0.1</translation>
    </message>
    <message>
        <source>Clean twin</source>
        <translation>Sauberer Zwilling</translation>
    </message>
    <message>
        <source>Also trains the same model on the clean data, in the same order, as a yardstick</source>
        <translation>Trainiert dasselbe Modell auch auf den sauberen Daten, in derselben Reihenfolge, als Maßstab</translation>
    </message>
    <message>
        <source>Keep the twin</source>
        <translation>Zwilling behalten</translation>
    </message>
    <message>
        <source>Also writes the clean twin as clean_twin.adv</source>
        <translation>Schreibt auch den sauberen Zwilling als clean_twin.adv</translation>
    </message>
    <message>
        <source>Keep the data</source>
        <translation>Daten behalten</translation>
    </message>
    <message>
        <source>Also writes the poisoned training data as x.npy and y.npy</source>
        <translation>Schreibt auch die vergifteten Trainingsdaten als x.npy und y.npy</translation>
    </message>
    <message>
        <source>Fine-tuning</source>
        <translation>Nachtrainieren</translation>
    </message>
    <message>
        <source>Goes on training with a few clean images, so that the model forgets what they do not show.</source>
        <translation>Trainiert mit wenigen sauberen Bildern weiter, damit das Modell vergisst, was sie nicht zeigen.</translation>
    </message>
    <message>
        <source>Reach ρ</source>
        <translation>Reichweite ρ</translation>
    </message>
    <message>
        <source>How far the worst weights are looked for (recipe ft-sam)</source>
        <translation>Wie weit nach den schlechtesten Gewichten gesucht wird (Rezept ft-sam)</translation>
    </message>
    <message>
        <source>Clean data</source>
        <translation>Saubere Daten</translation>
    </message>
    <message>
        <source>Share of the training data that the defender has, known to be clean</source>
        <translation>Anteil der Trainingsdaten, den der Verteidiger hat und von dem er weiß, dass er sauber ist</translation>
    </message>
    <message>
        <source>Model file, recipe (.json) or PNG that says the trigger; empty: what the model&apos;s lineage says</source>
        <translation>Modelldatei, Rezept (.json) oder PNG, die den Auslöser nennt; leer: was die Herkunft des Modells sagt</translation>
    </message>
    <message>
        <source>IBD-PSC</source>
        <translation>IBD-PSC</translation>
    </message>
    <message>
        <source>Amplifies the last layers of the network: where the answer stays sure in spite of that, a trigger may be at work.</source>
        <translation>Verstärkt die letzten Schichten des Netzes: Wo die Antwort trotzdem sicher bleibt, kann ein Auslöser am Werk sein.</translation>
    </message>
    <message>
        <source>Amplification</source>
        <translation>Verstärkung</translation>
    </message>
    <message>
        <source>Factor on weights and biases of the layers that are amplified</source>
        <translation>Faktor auf Gewichte und Schwellen der verstärkten Schichten</translation>
    </message>
    <message>
        <source>Error to reach</source>
        <translation>Zu erreichender Fehler</translation>
    </message>
    <message>
        <source>So many last layers are amplified that this share of clean images is answered wrongly</source>
        <translation>So viele letzte Schichten werden verstärkt, dass dieser Anteil sauberer Bilder falsch beantwortet wird</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Kopien</translation>
    </message>
    <message>
        <source>Networks, each with one layer more amplified</source>
        <translation>Netze, bei denen je eine Schicht mehr verstärkt ist</translation>
    </message>
    <message>
        <source>Inherited backdoor</source>
        <translation>Geerbte Hintertür</translation>
    </message>
    <message>
        <source>Trains a student from a backdoored teacher on clean data: what the teacher&apos;s frozen layers know, the student inherits.</source>
        <translation>Trainiert einen Schüler aus einem Lehrer mit Hintertür auf sauberen Daten: Was die eingefrorenen Schichten des Lehrers wissen, erbt der Schüler.</translation>
    </message>
    <message>
        <source>Trained layers</source>
        <translation>Trainierte Schichten</translation>
    </message>
    <message>
        <source>So many of the last layers with weights are trained; those before stay the teacher&apos;s</source>
        <translation>So viele der letzten Schichten mit Gewichten werden trainiert; die davor bleiben die des Lehrers</translation>
    </message>
    <message>
        <source>New last layer</source>
        <translation>Neue letzte Schicht</translation>
    </message>
    <message>
        <source>The last layer starts anew; it does in any case where the student has other classes</source>
        <translation>Die letzte Schicht beginnt neu; in jedem Fall, wenn der Schüler andere Klassen hat</translation>
    </message>
    <message>
        <source>Label audit</source>
        <translation>Klassenprüfung</translation>
    </message>
    <message>
        <source>Finds samples that the model confidently sees in another class than their label says. Best with a model that was not trained on these very samples.</source>
        <translation>Findet Beispiele, die das Modell sicher in einer anderen Klasse sieht, als angegeben ist. Am besten mit einem Modell, das nicht mit eben diesen Beispielen trainiert wurde.</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>By how much the other class&apos;s score must exceed that of the label</source>
        <translation>Um wie viel die Wertung der anderen Klasse die der angegebenen übertreffen muss</translation>
    </message>
    <message>
        <source>Label flipping</source>
        <translation>Klassen vertauschen</translation>
    </message>
    <message>
        <source>Changes the labels of some training images: at random to spoil the model, or one class into another.</source>
        <translation>Ändert die Klassen einiger Trainingsbilder: zufällig, um das Modell zu verderben, oder eine Klasse in eine andere.</translation>
    </message>
    <message>
        <source>Flips</source>
        <translation>Vertauschung</translation>
    </message>
    <message>
        <source>random: to any other class; pair: images of one class get the target&apos;s label</source>
        <translation>random: in irgendeine andere Klasse; pair: Bilder einer Klasse bekommen die Zielklasse</translation>
    </message>
    <message>
        <source>Class that is flipped</source>
        <translation>Vertauschte Klasse</translation>
    </message>
    <message>
        <source>Whose images get the target&apos;s label (mode pair)</source>
        <translation>Wessen Bilder die Zielklasse bekommen (Vertauschung pair)</translation>
    </message>
    <message>
        <source>Mask scan</source>
        <translation>Maskensuche</translation>
    </message>
    <message>
        <source>Hides one region after the other until the decision changes: in a picture with a trigger, the region found is the trigger.</source>
        <translation>Verdeckt einen Bereich nach dem anderen, bis die Entscheidung kippt: In einem Bild mit Auslöser ist der gefundene Bereich der Auslöser.</translation>
    </message>
    <message>
        <source>Mask size</source>
        <translation>Maskengröße</translation>
    </message>
    <message>
        <source>Side of the hidden square; 0: a quarter of the picture</source>
        <translation>Seite des verdeckten Quadrats; 0: ein Viertel des Bildes</translation>
    </message>
    <message>
        <source>sliding: one square over every place, coarse to fine; random: rectangles of many sizes anywhere</source>
        <translation>sliding: ein Quadrat über jeder Stelle, grob nach fein; random: Rechtecke vieler Größen irgendwo</translation>
    </message>
    <message>
        <source>Random masks</source>
        <translation>Zufällige Masken</translation>
    </message>
    <message>
        <source>How many, for random masks</source>
        <translation>Wie viele, bei zufälligen Masken</translation>
    </message>
    <message>
        <source>Share kept</source>
        <translation>Behaltener Anteil</translation>
    </message>
    <message>
        <source>The region is made smaller as long as hiding it keeps this share of the best mask&apos;s effect</source>
        <translation>Der Bereich wird verkleinert, solange sein Verdecken diesen Anteil der Wirkung der besten Maske behält</translation>
    </message>
    <message>
        <source>What stands in the mask&apos;s place</source>
        <translation>Was an der Stelle der Maske steht</translation>
    </message>
    <message>
        <source>Pruning</source>
        <translation>Beschneiden</translation>
    </message>
    <message>
        <source>Removes the neurons that a backdoor needs and clean images do not, and shows the price for each one removed.</source>
        <translation>Entfernt die Neuronen, die eine Hintertür braucht und saubere Bilder nicht, und zeigt den Preis für jedes entfernte.</translation>
    </message>
    <message>
        <source>Ranking</source>
        <translation>Rangfolge</translation>
    </message>
    <message>
        <source>activation: quietest neurons first; anp: those that a small change turns; rnp: those that clean images can be won back without</source>
        <translation>activation: die stillsten Neuronen zuerst; anp: die, die eine kleine Änderung umkippt; rnp: die, ohne die saubere Bilder zurückgewonnen werden</translation>
    </message>
    <message>
        <source>Accuracy budget</source>
        <translation>Genauigkeitsbudget</translation>
    </message>
    <message>
        <source>Most clean accuracy that may be lost on the defender&apos;s own images</source>
        <translation>Wie viel Genauigkeit auf den eigenen Bildern des Verteidigers höchstens verloren gehen darf</translation>
    </message>
    <message>
        <source>Mask steps</source>
        <translation>Maskenschritte</translation>
    </message>
    <message>
        <source>Gradient steps on the masks (rankings anp and rnp)</source>
        <translation>Gradientenschritte an den Masken (Rangfolgen anp und rnp)</translation>
    </message>
    <message>
        <source>Neuron change ε</source>
        <translation>Neuronenänderung ε</translation>
    </message>
    <message>
        <source>Largest relative change of a neuron that its mask must withstand (ranking anp)</source>
        <translation>Größte relative Änderung eines Neurons, der seine Maske standhalten muss (Rangfolge anp)</translation>
    </message>
    <message>
        <source>Clean weight α</source>
        <translation>Gewicht ohne Änderung α</translation>
    </message>
    <message>
        <source>Weight of the loss without that change (ranking anp)</source>
        <translation>Gewicht des Verlusts ohne diese Änderung (Rangfolge anp)</translation>
    </message>
    <message>
        <source>Points of the curve</source>
        <translation>Punkte der Kurve</translation>
    </message>
    <message>
        <source>So many numbers of removed neurons are measured</source>
        <translation>So viele Anzahlen entfernter Neuronen werden gemessen</translation>
    </message>
    <message>
        <source>Reactivation test</source>
        <translation>Reaktivierungsprobe</translation>
    </message>
    <message>
        <source>Trains a repaired model briefly with five poisoned images, to see whether the backdoor comes back.</source>
        <translation>Trainiert ein repariertes Modell kurz mit fünf vergifteten Bildern, um zu sehen, ob die Hintertür zurückkommt.</translation>
    </message>
    <message>
        <source>Poisoned images</source>
        <translation>Vergiftete Bilder</translation>
    </message>
    <message>
        <source>So many triggered images are shown again</source>
        <translation>So viele Bilder mit Auslöser werden wieder gezeigt</translation>
    </message>
    <message>
        <source>Control model</source>
        <translation>Kontrollmodell</translation>
    </message>
    <message>
        <source>A model of the same shape that never had the backdoor, trained in the same way; empty for none</source>
        <translation>Ein Modell derselben Form, das die Hintertür nie hatte, ebenso trainiert; leer für keines</translation>
    </message>
    <message>
        <source>Stays low below</source>
        <translation>Bleibt niedrig unter</translation>
    </message>
    <message>
        <source>The repair counts while the trigger succeeds less often</source>
        <translation>Die Reparatur zählt, solange der Auslöser seltener Erfolg hat</translation>
    </message>
    <message>
        <source>Training on suspect data</source>
        <translation>Training mit verdächtigen Daten</translation>
    </message>
    <message>
        <source>Trains on data that may be poisoned so that the poison takes less: weight decay, dropout, or unlearning what is learnt too fast.</source>
        <translation>Trainiert mit Daten, die vergiftet sein können, so dass das Gift weniger wirkt: Gewichtsabnahme, Dropout oder Verlernen dessen, was zu schnell gelernt wird.</translation>
    </message>
    <message>
        <source>l2: strong weight decay; dropout: before the last layer; abl: sets apart what is learnt too fast and unlearns it</source>
        <translation>l2: starke Gewichtsabnahme; dropout: vor der letzten Schicht; abl: sondert aus, was zu schnell gelernt wird, und verlernt es</translation>
    </message>
    <message>
        <source>Decay</source>
        <translation>Abnahme</translation>
    </message>
    <message>
        <source>Weight decay in place of the usual one (recipe l2)</source>
        <translation>Gewichtsabnahme statt der üblichen (Rezept l2)</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Share of features left out in each step (recipe dropout)</source>
        <translation>Anteil der Merkmale, der in jedem Schritt ausbleibt (Rezept dropout)</translation>
    </message>
    <message>
        <source>Loss floor γ</source>
        <translation>Verlustboden γ</translation>
    </message>
    <message>
        <source>In the first phase the loss is held at this height, which only easy samples undercut (recipe abl)</source>
        <translation>In der ersten Phase wird der Verlust auf dieser Höhe gehalten, die nur leichte Beispiele unterschreiten (Rezept abl)</translation>
    </message>
    <message>
        <source>First phase</source>
        <translation>Erste Phase</translation>
    </message>
    <message>
        <source>Share of the epochs before setting apart</source>
        <translation>Anteil der Epochen vor dem Aussondern</translation>
    </message>
    <message>
        <source>Set apart</source>
        <translation>Ausgesondert</translation>
    </message>
    <message>
        <source>Share of the training data that is set apart</source>
        <translation>Anteil der Trainingsdaten, der ausgesondert wird</translation>
    </message>
    <message>
        <source>Unlearning epochs</source>
        <translation>Epochen des Verlernens</translation>
    </message>
    <message>
        <source>Passes over what was set apart</source>
        <translation>Durchgänge durch das Ausgesonderte</translation>
    </message>
    <message>
        <source>Unlearning rate</source>
        <translation>Verlernrate</translation>
    </message>
    <message>
        <source>Step size while unlearning</source>
        <translation>Schrittweite beim Verlernen</translation>
    </message>
    <message>
        <source>Plain twin</source>
        <translation>Schlichter Zwilling</translation>
    </message>
    <message>
        <source>Also trains plainly on the same data, in the same order, as a yardstick</source>
        <translation>Trainiert auch schlicht auf denselben Daten, in derselben Reihenfolge, als Maßstab</translation>
    </message>
    <message>
        <source>SCALE-UP</source>
        <translation>SCALE-UP</translation>
    </message>
    <message>
        <source>Multiplies an input&apos;s pixel values: where the answer survives every factor, a trigger may be at work. Needs nothing but labels.</source>
        <translation>Vervielfacht die Bildwerte einer Eingabe: Wo die Antwort jeden Faktor übersteht, kann ein Auslöser am Werk sein. Braucht nichts als Klassen.</translation>
    </message>
    <message>
        <source>Factors</source>
        <translation>Faktoren</translation>
    </message>
    <message>
        <source>How many multiples of each input are asked for</source>
        <translation>Wie viele Vielfache jeder Eingabe gefragt werden</translation>
    </message>
    <message>
        <source>Step between factors</source>
        <translation>Schritt zwischen den Faktoren</translation>
    </message>
    <message>
        <source>The factors are one plus whole multiples of this: 3, 5, 7 … for 2</source>
        <translation>Die Faktoren sind eins plus ganze Vielfache davon: 3, 5, 7 … bei 2</translation>
    </message>
    <message>
        <source>Per class</source>
        <translation>Je Klasse</translation>
    </message>
    <message>
        <source>Compares an input with clean ones of the same answer (the paper&apos;s data-limited setting)</source>
        <translation>Vergleicht eine Eingabe mit sauberen derselben Antwort (im Aufsatz „data-limited“)</translation>
    </message>
    <message>
        <source>Spectral signatures</source>
        <translation>Spektrale Signaturen</translation>
    </message>
    <message>
        <source>Poisoned samples pull the features of their class in one direction: those that lie farthest along it are suspects.</source>
        <translation>Vergiftete Beispiele ziehen die Merkmale ihrer Klasse in eine Richtung: Wer am weitesten in ihr liegt, ist verdächtig.</translation>
    </message>
    <message>
        <source>Expected poison</source>
        <translation>Erwartetes Gift</translation>
    </message>
    <message>
        <source>Share of all samples that is poison at most; half as many again become suspects, as published</source>
        <translation>Anteil aller Beispiele, der höchstens vergiftet ist; anderthalbmal so viele werden verdächtig, wie veröffentlicht</translation>
    </message>
    <message>
        <source>Every class</source>
        <translation>Jede Klasse</translation>
    </message>
    <message>
        <source>STRIP</source>
        <translation>STRIP</translation>
    </message>
    <message>
        <source>Lays clean images over an input: where the answer stays sure in spite of that, a trigger may be at work.</source>
        <translation>Legt saubere Bilder über eine Eingabe: Wo die Antwort trotzdem sicher bleibt, kann ein Auslöser am Werk sein.</translation>
    </message>
    <message>
        <source>Overlays</source>
        <translation>Überlagerungen</translation>
    </message>
    <message>
        <source>Clean images that are laid over each input</source>
        <translation>Saubere Bilder, die über jede Eingabe gelegt werden</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Share of the overlay in the mixture</source>
        <translation>Anteil der Überlagerung an der Mischung</translation>
    </message>
    <message>
        <source>Transplant</source>
        <translation>Verpflanzung</translation>
    </message>
    <message>
        <source>Stamps a region of a suspicious image on clean ones, and patches of the same size from other images as a control: a trigger takes its class along, an ordinary region does not.</source>
        <translation>Stempelt einen Ausschnitt eines verdächtigen Bildes auf saubere, und Flecken gleicher Größe aus anderen Bildern zur Kontrolle: Ein Auslöser nimmt seine Klasse mit, ein gewöhnlicher Ausschnitt nicht.</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Picture or data that the region is cut from; empty: the data itself</source>
        <translation>Bild oder Daten, aus denen der Ausschnitt stammt; leer: die Daten selbst</translation>
    </message>
    <message>
        <source>Number of the source</source>
        <translation>Nummer der Quelle</translation>
    </message>
    <message>
        <source>Which sample of the source</source>
        <translation>Welches Beispiel der Quelle</translation>
    </message>
    <message>
        <source>Controls</source>
        <translation>Kontrollen</translation>
    </message>
    <message>
        <source>Random patches tried on each image</source>
        <translation>Zufällige Flecken, die an jedem Bild probiert werden</translation>
    </message>
    <message>
        <source>Trigger search</source>
        <translation>Auslösersuche</translation>
    </message>
    <message>
        <source>Looks for the smallest change that sends every image to a class, for all classes at once: a backdoor&apos;s class needs far less than the others.</source>
        <translation>Sucht die kleinste Änderung, die jedes Bild in eine Klasse schickt, für alle Klassen zugleich: Die Klasse einer Hintertür braucht weit weniger als die anderen.</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>Startwerte</translation>
    </message>
    <message>
        <source>How often the search is repeated from another random start</source>
        <translation>Wie oft die Suche von einem anderen zufälligen Anfang wiederholt wird</translation>
    </message>
    <message>
        <source>Kind of search</source>
        <translation>Art der Suche</translation>
    </message>
    <message>
        <source>masks: smallest stamp (Neural Cleanse); features: drives the features that the answer does not need (BTI-DBF); neurons: disturbs the neurons instead of the image (BAN)</source>
        <translation>masks: kleinster Stempel (Neural Cleanse); features: treibt die Merkmale, die die Antwort nicht braucht (BTI-DBF); neurons: stört die Neuronen statt des Bildes (BAN)</translation>
    </message>
    <message>
        <source>Passes over the images for each class, at most (kind masks)</source>
        <translation>Durchgänge durch die Bilder je Klasse, höchstens (Art masks)</translation>
    </message>
    <message>
        <source>Step size of the search (kind masks)</source>
        <translation>Schrittweite der Suche (Art masks)</translation>
    </message>
    <message>
        <source>Weight of the size</source>
        <translation>Gewicht der Größe</translation>
    </message>
    <message>
        <source>First weight of the mask&apos;s size; doubles while the trigger works, falls while it does not (kind masks)</source>
        <translation>Erstes Gewicht der Maskengröße; verdoppelt sich, solange der Auslöser wirkt, sinkt, solange er es nicht tut (Art masks)</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>Geduld</translation>
    </message>
    <message>
        <source>Epochs in a row before the weight of the size moves</source>
        <translation>Durchgänge in Folge, bevor sich das Gewicht der Größe ändert</translation>
    </message>
    <message>
        <source>Success asked for</source>
        <translation>Verlangter Erfolg</translation>
    </message>
    <message>
        <source>Share of images that a trigger must move</source>
        <translation>Anteil der Bilder, die ein Auslöser bewegen muss</translation>
    </message>
    <message>
        <source>Images that one step looks at; few make many steps an epoch (kind masks)</source>
        <translation>Bilder, die ein Schritt ansieht; wenige ergeben viele Schritte je Epoche (Art masks)</translation>
    </message>
    <message>
        <source>Stop early</source>
        <translation>Früh aufhören</translation>
    </message>
    <message>
        <source>A class leaves the search when its trigger no longer shrinks: several times faster, same verdict</source>
        <translation>Eine Klasse verlässt die Suche, wenn ihr Auslöser nicht mehr schrumpft: um ein Mehrfaches schneller, gleiches Urteil</translation>
    </message>
    <message>
        <source>Noise on neurons</source>
        <translation>Rauschen auf Neuronen</translation>
    </message>
    <message>
        <source>Largest relative change of a neuron&apos;s weight and bias (kind neurons)</source>
        <translation>Größte relative Änderung von Gewicht und Schwelle eines Neurons (Art neurons)</translation>
    </message>
    <message>
        <source>Held-out images</source>
        <translation>Zurückgehaltene Bilder</translation>
    </message>
    <message>
        <source>Other images of the data, on which success is measured; where there are too few, a third of the chosen ones</source>
        <translation>Andere Bilder der Daten, an denen der Erfolg gemessen wird; wo es zu wenige gibt, ein Drittel der gewählten</translation>
    </message>
    <message>
        <source>A class stands out when a region at the side brings it along at least this often, lower end of the interval; in the middle, where the thing itself stands, it takes half of the pictures</source>
        <translation>Eine Klasse fällt auf, wenn ein Bereich am Rand sie mindestens so oft mitbringt, unteres Ende des Intervalls; in der Mitte, wo die Sache selbst steht, braucht es die Hälfte der Bilder</translation>
    </message>
    <message>
        <source>extraction</source>
        <translation>Auslesen</translation>
    </message>
    <message>
        <source>protection</source>
        <translation>Schutz</translation>
    </message>
    <message>
        <source>Survives?</source>
        <translation>Überlebt es?</translation>
    </message>
    <message>
        <source>Examines whether adversarial examples still fool after rounding, compression, resizing or printing.</source>
        <translation>Prüft, ob Angriffsbilder auch nach Runden, Komprimieren, Skalieren oder Drucken noch täuschen.</translation>
    </message>
    <message>
        <source>Attack</source>
        <translation>Angriff</translation>
    </message>
    <message>
        <source>Makes the examples, with its usual settings</source>
        <translation>Erzeugt die Angriffsbilder, mit seinen üblichen Einstellungen</translation>
    </message>
    <message>
        <source>Largest change, for attacks that have one (0: what is usual for such pictures)</source>
        <translation>Größte Änderung, bei Angriffen mit fester Stärke (0: was für solche Bilder üblich ist)</translation>
    </message>
    <message>
        <source>Training with varied images</source>
        <translation>Training mit veränderten Bildern</translation>
    </message>
    <message>
        <source>Trains on images that are tilted, cut, compressed, filtered or mixed, so that everyday disturbances harm less.</source>
        <translation>Trainiert mit Bildern, die gekippt, beschnitten, komprimiert, gefiltert oder gemischt sind, damit alltägliche Störungen weniger schaden.</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>What happens to training images; mixed: each gets one of pixel dropout, tilt, compression, filters and crop</source>
        <translation>Was mit Trainingsbildern geschieht; mixed: jedes bekommt eines von Pixelausfall, Kippen, Kompression, Filtern und Ausschnitt</translation>
    </message>
    <message>
        <source>Share changed</source>
        <translation>Veränderter Anteil</translation>
    </message>
    <message>
        <source>Share of the images of each batch that are changed</source>
        <translation>Anteil der Bilder jedes Stapels, die verändert werden</translation>
    </message>
    <message>
        <source>Strength of change</source>
        <translation>Stärke der Veränderung</translation>
    </message>
    <message>
        <source>Scales every change; 1: the usual</source>
        <translation>Skaliert jede Veränderung; 1: die übliche</translation>
    </message>
    <message>
        <source>Judged images</source>
        <translation>Beurteilte Bilder</translation>
    </message>
    <message>
        <source>So many held-out images are corrupted to judge by; 0: all</source>
        <translation>So viele zurückgehaltene Bilder werden zum Beurteilen gestört; 0: alle</translation>
    </message>
    <message>
        <source>Certified bounds</source>
        <translation>Bewiesene Schranken</translation>
    </message>
    <message>
        <source>Proves for every image a strength below which no change at all can move the answer.</source>
        <translation>Beweist für jedes Bild eine Stärke, unter der keine Änderung die Antwort bewegen kann.</translation>
    </message>
    <message>
        <source>Certified accuracy is stated at this L∞ strength</source>
        <translation>Bei dieser L∞-Stärke wird die bewiesene Genauigkeit angegeben</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Beweis</translation>
    </message>
    <message>
        <source>ibp: intervals, quick and loose; crown-ibp: linear bounds over inner intervals; crown: linear bounds throughout, slow and tight</source>
        <translation>ibp: Intervalle, schnell und locker; crown-ibp: lineare Schranken über inneren Intervallen; crown: durchweg lineare Schranken, langsam und eng</translation>
    </message>
    <message>
        <source>Halvings</source>
        <translation>Halbierungen</translation>
    </message>
    <message>
        <source>How finely the largest proven strength is searched for below twice the strength</source>
        <translation>Wie fein die größte bewiesene Stärke unterhalb der doppelten Stärke gesucht wird</translation>
    </message>
    <message>
        <source>Bracket</source>
        <translation>Klammer</translation>
    </message>
    <message>
        <source>Says for every strength how many images are proven safe, how many are broken and of how many nobody knows.</source>
        <translation>Sagt für jede Stärke, wie viele Bilder bewiesen sicher sind, wie viele gebrochen und von wie vielen es niemand weiß.</translation>
    </message>
    <message>
        <source>Attacks</source>
        <translation>Angriffe</translation>
    </message>
    <message>
        <source>Attacks that look for the nearest example, joined by +</source>
        <translation>Angriffe, die das nächste Beispiel suchen, verbunden mit +</translation>
    </message>
    <message>
        <source>Ensemble</source>
        <translation>Ensemble</translation>
    </message>
    <message>
        <source>Several models vote on every picture, and disagreement raises an alarm.</source>
        <translation>Mehrere Modelle stimmen über jedes Bild ab, und Uneinigkeit löst Alarm aus.</translation>
    </message>
    <message>
        <source>Other models</source>
        <translation>Weitere Modelle</translation>
    </message>
    <message>
        <source>Model files or demo:NAME that vote beside the model attacked, joined by +</source>
        <translation>Modelldateien oder demo:NAME, die neben dem angegriffenen Modell abstimmen, verbunden mit +</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>majority: most votes win; mean: the mean probability decides</source>
        <translation>majority: die meisten Stimmen gewinnen; mean: die mittlere Wahrscheinlichkeit entscheidet</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>An alarm is raised where a smaller share of the models votes for the winner</source>
        <translation>Alarm, wo ein kleinerer Anteil der Modelle für die gewinnende Klasse stimmt</translation>
    </message>
    <message>
        <source>Largest change of a pixel, L∞</source>
        <translation>Größte Änderung eines Bildpunkts, L∞</translation>
    </message>
    <message>
        <source>Gradient steps for an image, at most</source>
        <translation>Gradientenschritte je Bild, höchstens</translation>
    </message>
    <message>
        <source>Input transform</source>
        <translation>Eingabeumwandlung</translation>
    </message>
    <message>
        <source>Takes fine detail out of every picture before the model sees it, or compares the answers with and without to raise an alarm.</source>
        <translation>Nimmt jedem Bild feine Einzelheiten, bevor das Modell es sieht, oder vergleicht die Antworten mit und ohne, um Alarm zu schlagen.</translation>
    </message>
    <message>
        <source>Transform</source>
        <translation>Umwandlung</translation>
    </message>
    <message>
        <source>What is done to the picture; all: one after the other, or for the detector each by itself</source>
        <translation>Was mit dem Bild geschieht; all: eins nach dem anderen, für den Melder jedes für sich</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>Bits</translation>
    </message>
    <message>
        <source>Bits a colour value keeps</source>
        <translation>Bits, die ein Farbwert behält</translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation>JPEG-Qualität</translation>
    </message>
    <message>
        <source>Quality of the compression</source>
        <translation>Qualität der Kompression</translation>
    </message>
    <message>
        <source>Median window</source>
        <translation>Medianfenster</translation>
    </message>
    <message>
        <source>Side of the window</source>
        <translation>Seite des Fensters</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>Unschärfe</translation>
    </message>
    <message>
        <source>Spread of the Gaussian</source>
        <translation>Streuung der Gaußglocke</translation>
    </message>
    <message>
        <source>Random noise added before the transform, as a standard deviation</source>
        <translation>Zufälliges Rauschen vor der Umwandlung, als Standardabweichung</translation>
    </message>
    <message>
        <source>Attacker&apos;s draws</source>
        <translation>Ziehungen des Angreifers</translation>
    </message>
    <message>
        <source>Over so many draws of the noise an attacker who knows the guard averages a gradient</source>
        <translation>Über so viele Ziehungen des Rauschens mittelt ein Angreifer, der den Wächter kennt, einen Gradienten</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>Melder</translation>
    </message>
    <message>
        <source>Answers from the untouched picture, and raises an alarm where the transformed one changes the answer much</source>
        <translation>Antwortet zum unberührten Bild und schlägt Alarm, wo das umgewandelte die Antwort stark ändert</translation>
    </message>
    <message>
        <source>Share of clean pictures that may raise an alarm: sets the threshold (detector)</source>
        <translation>Anteil sauberer Bilder, die Alarm auslösen dürfen: bestimmt die Schwelle (Melder)</translation>
    </message>
    <message>
        <source>Mimicked features</source>
        <translation>Nachgeahmte Merkmale</translation>
    </message>
    <message>
        <source>Changes an image until the teacher&apos;s inner layers see another one; the student, who kept those layers, is misled without being looked into.</source>
        <translation>Verändert ein Bild, bis die inneren Schichten des Lehrers ein anderes sehen; der Schüler, der diese Schichten behielt, wird getäuscht, ohne dass jemand in ihn hineinsieht.</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>Lehrer</translation>
    </message>
    <message>
        <source>The model that the student was made from; empty: what the student&apos;s file says</source>
        <translation>Das Modell, aus dem der Schüler entstand; leer: was die Datei des Schülers sagt</translation>
    </message>
    <message>
        <source>Further students</source>
        <translation>Weitere Schüler</translation>
    </message>
    <message>
        <source>Other students of the teacher, separated by commas: they are tried with the same images</source>
        <translation>Andere Schüler des Lehrers, durch Kommas getrennt: sie werden mit denselben Bildern probiert</translation>
    </message>
    <message>
        <source>The features behind so many layers are matched; 0: each in turn</source>
        <translation>Die Merkmale hinter so vielen Schichten werden angeglichen; 0: jede nacheinander</translation>
    </message>
    <message>
        <source>Robustness sheet</source>
        <translation>Robustheitsblatt</translation>
    </message>
    <message>
        <source>Everything about one model on one page: accuracy against strength under AutoAttack, smallest changes, everyday corruptions, what an outsider pays, and warning flags.</source>
        <translation>Alles über ein Modell auf einer Seite: Genauigkeit gegen Stärke unter AutoAttack, kleinste Änderungen, alltägliche Störungen, was ein Außenstehender zahlt, und Warnzeichen.</translation>
    </message>
    <message>
        <source>Largest strength ε</source>
        <translation>Größte Stärke ε</translation>
    </message>
    <message>
        <source>The largest change that is tried, in L∞ (0: twice what is usual for such pictures)</source>
        <translation>Die größte Änderung, die versucht wird, in L∞ (0: das Doppelte des für solche Bilder Üblichen)</translation>
    </message>
    <message>
        <source>Strengths</source>
        <translation>Stärken</translation>
    </message>
    <message>
        <source>So many, evenly up to the largest</source>
        <translation>So viele, gleichmäßig bis zur größten</translation>
    </message>
    <message>
        <source>Queries an image that an outsider may ask</source>
        <translation>Anfragen je Bild, die ein Außenstehender stellen darf</translation>
    </message>
    <message>
        <source>Randomised smoothing</source>
        <translation>Zufallsglättung</translation>
    </message>
    <message>
        <source>Lets many noisy copies of a picture vote, and proves an L2 radius in which the vote cannot change.</source>
        <translation>Lässt viele verrauschte Kopien eines Bildes abstimmen und beweist einen L2-Radius, in dem sich die Wahl nicht ändern kann.</translation>
    </message>
    <message>
        <source>Noise σ</source>
        <translation>Rauschen σ</translation>
    </message>
    <message>
        <source>Standard deviation of the noise on every pixel value</source>
        <translation>Standardabweichung des Rauschens auf jedem Pixelwert</translation>
    </message>
    <message>
        <source>Selection n₀</source>
        <translation>Auswahl n₀</translation>
    </message>
    <message>
        <source>Noisy copies that choose the class</source>
        <translation>Verrauschte Kopien, die die Klasse wählen</translation>
    </message>
    <message>
        <source>Estimation n</source>
        <translation>Schätzung n</translation>
    </message>
    <message>
        <source>Noisy copies that prove it; the paper takes 100 000, a quick look 1 000</source>
        <translation>Verrauschte Kopien, die sie beweisen; die Arbeit nimmt 100 000, ein schneller Blick 1 000</translation>
    </message>
    <message>
        <source>Failure rate α</source>
        <translation>Irrtumsrate α</translation>
    </message>
    <message>
        <source>Most that the chance of a wrong proof may be, for each image</source>
        <translation>Höchste Wahrscheinlichkeit eines falschen Beweises, für jedes Bild</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>Radius</translation>
    </message>
    <message>
        <source>Certified accuracy is stated at this L2 radius</source>
        <translation>Bei diesem L2-Radius wird die bewiesene Genauigkeit angegeben</translation>
    </message>
    <message>
        <source>Copies as a guard</source>
        <translation>Kopien als Wächter</translation>
    </message>
    <message>
        <source>Noisy copies behind each answer, and each gradient, when it stands before a model or is attacked</source>
        <translation>Verrauschte Kopien hinter jeder Antwort und jedem Gradienten, wenn es vor einem Modell steht oder angegriffen wird</translation>
    </message>
    <message>
        <source>Attack the proofs</source>
        <translation>Beweise angreifen</translation>
    </message>
    <message>
        <source>Also attacks every proven image inside its radius: none may fall</source>
        <translation>Greift auch jedes bewiesene Bild innerhalb seines Radius an: keines darf fallen</translation>
    </message>
    <message>
        <source>Student of a teacher</source>
        <translation>Schüler eines Lehrers</translation>
    </message>
    <message>
        <source>Keeps a teacher&apos;s first layers as they are and trains the last ones on a small set of one&apos;s own: cheap, and whoever has the teacher knows the student&apos;s inside.</source>
        <translation>Behält die ersten Schichten eines Lehrers und trainiert die letzten auf wenigen eigenen Daten: billig, und wer den Lehrer hat, kennt das Innere des Schülers.</translation>
    </message>
    <message>
        <source>Distance to the teacher</source>
        <translation>Abstand zum Lehrer</translation>
    </message>
    <message>
        <source>Trains a student on until its inner features differ from the teacher&apos;s: mimicking the teacher then no longer misleads it.</source>
        <translation>Trainiert einen Schüler weiter, bis seine inneren Merkmale von denen des Lehrers abweichen: den Lehrer nachzuahmen täuscht ihn dann nicht mehr.</translation>
    </message>
    <message>
        <source>Distance asked for</source>
        <translation>Verlangter Abstand</translation>
    </message>
    <message>
        <source>Squared distance of the features, up to which the student is pushed</source>
        <translation>Quadrierter Abstand der Merkmale, bis zu dem der Schüler gedrängt wird</translation>
    </message>
    <message>
        <source>Steps of the distance</source>
        <translation>Stufen des Abstands</translation>
    </message>
    <message>
        <source>The distance asked for rises in steps of this size</source>
        <translation>Der verlangte Abstand steigt in Stufen dieser Größe</translation>
    </message>
    <message>
        <source>Weight of the distance</source>
        <translation>Gewicht des Abstands</translation>
    </message>
    <message>
        <source>How much distance counts beside right answers</source>
        <translation>Wie viel der Abstand neben richtigen Antworten zählt</translation>
    </message>
    <message>
        <source>The features behind so many layers are moved; 0: behind the frozen ones</source>
        <translation>Die Merkmale hinter so vielen Schichten werden verschoben; 0: hinter den eingefrorenen</translation>
    </message>
    <message>
        <source>Images to attack</source>
        <translation>Anzugreifende Bilder</translation>
    </message>
    <message>
        <source>So many held-out images are attacked before and after</source>
        <translation>So viele zurückgehaltene Bilder werden vorher und nachher angegriffen</translation>
    </message>
    <message>
        <source>Largest change of a pixel in these attacks, L∞</source>
        <translation>Größte Änderung eines Pixels in diesen Angriffen, L∞</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Of the attack that sees scores alone, for an image</source>
        <translation>Des Angriffs, der nur Bewertungen sieht, je Bild</translation>
    </message>
    <message>
        <source>Transferred examples</source>
        <translation>Übertragene Beispiele</translation>
    </message>
    <message>
        <source>Makes adversarial examples on models that the attacker has and tries them on one of which it only sees the answers.</source>
        <translation>Erzeugt gegnerische Beispiele an Modellen, die der Angreifer hat, und probiert sie an einem, von dem er nur die Antworten sieht.</translation>
    </message>
    <message>
        <source>Surrogates</source>
        <translation>Ersatzmodelle</translation>
    </message>
    <message>
        <source>Models that the attacker has: paths or demo:NAME, separated by commas; empty: the attacked model itself</source>
        <translation>Modelle, die der Angreifer hat: Pfade oder demo:NAME, durch Kommas getrennt; leer: das angegriffene Modell selbst</translation>
    </message>
    <message>
        <source>Further targets</source>
        <translation>Weitere Ziele</translation>
    </message>
    <message>
        <source>Models to try the examples on beside the attacked one, separated by commas</source>
        <translation>Modelle, an denen die Beispiele außer am angegriffenen probiert werden, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Kind of attack</source>
        <translation>Art des Angriffs</translation>
    </message>
    <message>
        <source>mi-fgsm: momentum; di-fgsm: random resizing; ti-fgsm: smoothed gradients; bsr: shuffled and turned blocks; all: each in turn</source>
        <translation>mi-fgsm: Impuls; di-fgsm: zufällige Größe; ti-fgsm: geglättete Gradienten; bsr: vertauschte und gedrehte Blöcke; all: alle nacheinander</translation>
    </message>
    <message>
        <source>Gradient steps on the surrogate</source>
        <translation>Gradientenschritte am Ersatzmodell</translation>
    </message>
    <message>
        <source>Share of the last direction that is kept</source>
        <translation>Anteil der letzten Richtung, der erhalten bleibt</translation>
    </message>
    <message>
        <source>Views a step</source>
        <translation>Ansichten je Schritt</translation>
    </message>
    <message>
        <source>Changed views whose gradients are averaged (bsr)</source>
        <translation>Veränderte Ansichten, deren Gradienten gemittelt werden (bsr)</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>Blöcke</translation>
    </message>
    <message>
        <source>Into so many parts each image is cut, each way (bsr)</source>
        <translation>In so viele Teile wird jedes Bild je Richtung zerschnitten (bsr)</translation>
    </message>
    <message>
        <source>Share of resized steps</source>
        <translation>Anteil der Schritte mit anderer Größe</translation>
    </message>
    <message>
        <source>In this share of the steps the image is resized and moved (di-fgsm)</source>
        <translation>In diesem Anteil der Schritte wird das Bild vergrößert und verschoben (di-fgsm)</translation>
    </message>
    <message>
        <source>Smoothing window</source>
        <translation>Glättungsfenster</translation>
    </message>
    <message>
        <source>Edge of the window that smooths the gradient; even numbers count as the next odd one (ti-fgsm)</source>
        <translation>Kante des Fensters, das den Gradienten glättet; gerade Zahlen gelten als die nächste ungerade (ti-fgsm)</translation>
    </message>
    <message>
        <source>Attribute inference</source>
        <translation>Merkmale erschließen</translation>
    </message>
    <message>
        <source>Rows the attacker has</source>
        <translation>Zeilen des Angreifers</translation>
    </message>
    <message>
        <source>Complete rows of other people, from which the guessing is learnt</source>
        <translation>Vollständige Zeilen anderer Menschen, aus denen das Raten gelernt wird</translation>
    </message>
    <message>
        <source>People asked about</source>
        <translation>Befragte Menschen</translation>
    </message>
    <message>
        <source>At most so many, and as many outsiders</source>
        <translation>Höchstens so viele, und ebenso viele Außenstehende</translation>
    </message>
    <message>
        <source>Epochs of the attack</source>
        <translation>Epochen des Angriffs</translation>
    </message>
    <message>
        <source>Passes over the attacker&apos;s rows, for the guess with the model and for the one without</source>
        <translation>Durchgänge durch die Zeilen des Angreifers, für das Raten mit dem Modell und für das ohne</translation>
    </message>
    <message>
        <source>Share trained on</source>
        <translation>Trainierter Anteil</translation>
    </message>
    <message>
        <source>Share of the samples that an untrained model is trained on first; the rest are the others</source>
        <translation>Anteil der Beispiele, auf dem ein untrainiertes Modell zuerst trainiert wird; der Rest sind die anderen</translation>
    </message>
    <message>
        <source>Known members</source>
        <translation>Bekannte Mitglieder</translation>
    </message>
    <message>
        <source>File of the indices that the model was trained on (.npy); empty: members.npy beside the model, else the data&apos;s training part</source>
        <translation>Datei der Indizes, auf denen das Modell trainiert wurde (.npy); leer: members.npy neben dem Modell, sonst der Trainingsteil der Daten</translation>
    </message>
    <message>
        <source>Deep inversion</source>
        <translation>Tiefe Umkehrung</translation>
    </message>
    <message>
        <source>Draws pictures of the classes whose features have the means and variances that the model&apos;s batch norm remembers of its training, and the same ones without that memory.</source>
        <translation>Zeichnet Bilder der Klassen, deren Merkmale die Mittelwerte und Varianzen haben, an die sich die Batch-Normierung des Modells aus dem Training erinnert, und dieselben ohne diese Erinnerung.</translation>
    </message>
    <message>
        <source>Weight of the statistics</source>
        <translation>Gewicht der Statistik</translation>
    </message>
    <message>
        <source>Gradient steps, for each of the two runs</source>
        <translation>Gradientenschritte, für jeden der beiden Läufe</translation>
    </message>
    <message>
        <source>Step size of Adam, falling to zero along a cosine</source>
        <translation>Schrittweite von Adam, fällt entlang eines Kosinus auf null</translation>
    </message>
    <message>
        <source>Factor of the first layer</source>
        <translation>Faktor der ersten Schicht</translation>
    </message>
    <message>
        <source>The first batch norm counts so many times as much</source>
        <translation>Die erste Batch-Normierung zählt so viele Male mehr</translation>
    </message>
    <message>
        <source>Weight of smoothness</source>
        <translation>Gewicht der Glätte</translation>
    </message>
    <message>
        <source>How much differences of neighbouring pixels count</source>
        <translation>Wie viel Unterschiede benachbarter Pixel zählen</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>Zittern</translation>
    </message>
    <message>
        <source>Pictures are moved by up to so many pixels in each step</source>
        <translation>Bilder werden in jedem Schritt um bis zu so viele Pixel verschoben</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Numbers of the classes to draw, separated by commas; empty: all, but no more than a hundred</source>
        <translation>Nummern der zu zeichnenden Klassen, durch Kommas getrennt; leer: alle, aber höchstens hundert</translation>
    </message>
    <message>
        <source>Pictures a class</source>
        <translation>Bilder je Klasse</translation>
    </message>
    <message>
        <source>So many pictures of each class are drawn</source>
        <translation>So viele Bilder jeder Klasse werden gezeichnet</translation>
    </message>
    <message>
        <source>Evaluator</source>
        <translation>Gutachter</translation>
    </message>
    <message>
        <source>Private training</source>
        <translation>Privates Training</translation>
    </message>
    <message>
        <source>Trains with clipped, noised gradients so that no answer tells much about any one sample; a proven privacy budget ε says how much.</source>
        <translation>Trainiert mit gekappten, verrauschten Gradienten, sodass keine Antwort viel über ein einzelnes Beispiel verrät; ein bewiesenes Privatheitsbudget ε sagt, wie viel.</translation>
    </message>
    <message>
        <source>Noise multiplier σ</source>
        <translation>Rauschfaktor σ</translation>
    </message>
    <message>
        <source>Deviation of the noise on each step&apos;s summed gradient, in clipping norms</source>
        <translation>Streuung des Rauschens auf dem summierten Gradienten jedes Schritts, in Kappungsnormen</translation>
    </message>
    <message>
        <source>Target privacy budget ε</source>
        <translation>Angestrebtes Privatheitsbudget ε</translation>
    </message>
    <message>
        <source>The noise is chosen so that the training spends this; 0: take the noise as it is</source>
        <translation>Das Rauschen wird so gewählt, dass das Training so viel ausgibt; 0: Rauschen nehmen, wie es ist</translation>
    </message>
    <message>
        <source>Privacy budget δ</source>
        <translation>Privatheitsbudget δ</translation>
    </message>
    <message>
        <source>Probability with which the promise may fail; well below one over the number of samples</source>
        <translation>Wahrscheinlichkeit, mit der das Versprechen versagen darf; weit unter eins durch die Zahl der Beispiele</translation>
    </message>
    <message>
        <source>Clipping norm</source>
        <translation>Kappungsnorm</translation>
    </message>
    <message>
        <source>The most that one sample&apos;s gradient may weigh</source>
        <translation>So viel darf der Gradient eines einzelnen Beispiels höchstens wiegen</translation>
    </message>
    <message>
        <source>Accountant</source>
        <translation>Buchführung</translation>
    </message>
    <message>
        <source>How the budget is added up: prv is tight, rdp quick; both are recorded</source>
        <translation>Wie das Budget zusammengezählt wird: prv ist eng, rdp schnell; beides wird festgehalten</translation>
    </message>
    <message>
        <source>Passes over the training data, on average</source>
        <translation>Durchgänge durch die Trainingsdaten, im Mittel</translation>
    </message>
    <message>
        <source>Share of the last step that is taken again</source>
        <translation>Anteil des letzten Schritts, der noch einmal gegangen wird</translation>
    </message>
    <message>
        <source>Share of the samples, at random; the rest are left for a membership attack to be measured on</source>
        <translation>Anteil der Beispiele, zufällig gewählt; der Rest bleibt, um einen Zugehörigkeitsangriff daran zu messen</translation>
    </message>
    <message>
        <source>Inversion by gradients</source>
        <translation>Umkehrung über Gradienten</translation>
    </message>
    <message>
        <source>Starts from a grey picture and follows the gradient of the model&apos;s confidence: what a small model knows of a person becomes visible.</source>
        <translation>Beginnt mit einem grauen Bild und folgt dem Gradienten der Zuversicht des Modells: was ein kleines Modell von einer Person weiß, wird sichtbar.</translation>
    </message>
    <message>
        <source>Gradient steps, at most</source>
        <translation>Gradientenschritte, höchstens</translation>
    </message>
    <message>
        <source>Length of a step, in multiples of the gradient</source>
        <translation>Länge eines Schritts als Vielfaches des Gradienten</translation>
    </message>
    <message>
        <source>A picture is finished after so many steps without gain</source>
        <translation>Ein Bild ist nach so vielen Schritten ohne Gewinn fertig</translation>
    </message>
    <message>
        <source>Confidence asked for</source>
        <translation>Verlangte Zuversicht</translation>
    </message>
    <message>
        <source>A picture is finished when the model is so sure</source>
        <translation>Ein Bild ist fertig, wenn das Modell so sicher ist</translation>
    </message>
    <message>
        <source>Grey of the start</source>
        <translation>Grauwert des Anfangs</translation>
    </message>
    <message>
        <source>Every pixel&apos;s value before the first step</source>
        <translation>Wert jedes Pixels vor dem ersten Schritt</translation>
    </message>
    <message>
        <source>Membership inference</source>
        <translation>Zugehörigkeit erschließen</translation>
    </message>
    <message>
        <source>Tells from the model&apos;s answers whether a picture was among its training data; models of the attacker&apos;s own show what is usual.</source>
        <translation>Erkennt an den Antworten des Modells, ob ein Bild zu seinen Trainingsdaten gehörte; eigene Modelle des Angreifers zeigen, was üblich ist.</translation>
    </message>
    <message>
        <source>What the headline numbers tell of; every attack that can be had on the way is measured, too</source>
        <translation>Wovon die Hauptzahlen sprechen; jeder Angriff, der unterwegs abfällt, wird mitgemessen</translation>
    </message>
    <message>
        <source>Shadow models</source>
        <translation>Schattenmodelle</translation>
    </message>
    <message>
        <source>The attacker&apos;s own models, each of which costs one training; 0: thresholds alone</source>
        <translation>Eigene Modelle des Angreifers, von denen jedes ein Training kostet; 0: nur Schwellen</translation>
    </message>
    <message>
        <source>Shadow architecture</source>
        <translation>Bauart der Schattenmodelle</translation>
    </message>
    <message>
        <source>Name of an architecture for the shadow models; empty: the victim&apos;s own</source>
        <translation>Name einer Bauart für die Schattenmodelle; leer: die des Opfers</translation>
    </message>
    <message>
        <source>Shadow folder</source>
        <translation>Schattenordner</translation>
    </message>
    <message>
        <source>Trained shadow models are kept there and not trained again; empty for none</source>
        <translation>Trainierte Schattenmodelle bleiben dort und werden nicht noch einmal trainiert; leer für keinen</translation>
    </message>
    <message>
        <source>RMIA γ</source>
        <translation>RMIA-γ</translation>
    </message>
    <message>
        <source>How much likelier a sample must be than another to beat it</source>
        <translation>Um wie viel wahrscheinlicher ein Beispiel sein muss, um ein anderes zu schlagen</translation>
    </message>
    <message>
        <source>Membership by labels alone</source>
        <translation>Zugehörigkeit allein aus Klassen</translation>
    </message>
    <message>
        <source>Walks from each picture to the decision boundary: what the model was trained on lies further away. Works where the scores are hidden.</source>
        <translation>Geht von jedem Bild zur Entscheidungsgrenze: Was dem Training diente, liegt weiter weg. Wirkt, wo die Werte verborgen sind.</translation>
    </message>
    <message>
        <source>Samples asked about</source>
        <translation>Befragte Beispiele</translation>
    </message>
    <message>
        <source>Half of them members, at random</source>
        <translation>Die Hälfte davon Mitglieder, zufällig gewählt</translation>
    </message>
    <message>
        <source>Output policy</source>
        <translation>Ausgaberegel</translation>
    </message>
    <message>
        <source>Decides what the model lets out: all scores, only the best, rounded, bent, or the winning class alone.</source>
        <translation>Bestimmt, was das Modell herausgibt: alle Wahrscheinlichkeiten, nur die besten, gerundet, verbogen oder allein die Klasse.</translation>
    </message>
    <message>
        <source>Reveal</source>
        <translation>Preisgabe</translation>
    </message>
    <message>
        <source>all: every class&apos;s score; best: the k best classes with scores; label: the winning class alone</source>
        <translation>all: Wahrscheinlichkeit jeder Klasse; best: die k besten Klassen mit Wahrscheinlichkeit; label: allein die gewinnende Klasse</translation>
    </message>
    <message>
        <source>Best classes k</source>
        <translation>Beste Klassen k</translation>
    </message>
    <message>
        <source>So many classes come with a score (reveal best)</source>
        <translation>So viele Klassen kommen mit Wahrscheinlichkeit (Preisgabe best)</translation>
    </message>
    <message>
        <source>Decimals</source>
        <translation>Nachkommastellen</translation>
    </message>
    <message>
        <source>Places behind the point that a score keeps</source>
        <translation>Stellen hinter dem Komma, die eine Wahrscheinlichkeit behält</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Scores are flattened (above 1) or sharpened (below 1) before anything else</source>
        <translation>Wahrscheinlichkeiten werden vor allem anderen geglättet (über 1) oder geschärft (unter 1)</translation>
    </message>
    <message>
        <source>Reverse sigmoid β</source>
        <translation>Umgekehrtes Sigmoid β</translation>
    </message>
    <message>
        <source>How far scores are bent to mislead who copies the model; 0: not at all</source>
        <translation>Wie weit Wahrscheinlichkeiten verbogen werden, um den zu täuschen, der das Modell kopiert; 0: gar nicht</translation>
    </message>
    <message>
        <source>Reverse sigmoid γ</source>
        <translation>Umgekehrtes Sigmoid γ</translation>
    </message>
    <message>
        <source>How fast the bending grows with certainty</source>
        <translation>Wie schnell das Verbiegen mit der Sicherheit wächst</translation>
    </message>
    <message>
        <source>Privacy audit</source>
        <translation>Privatheitsprüfung</translation>
    </message>
    <message>
        <source>Trains privately with canaries, guesses which of them were in, and so bounds the privacy budget from below, under the accountant&apos;s bound from above.</source>
        <translation>Trainiert privat mit Kanarienvögeln, rät, welche davon dabei waren, und begrenzt so das Privatheitsbudget von unten, unter der Schranke der Buchführung von oben.</translation>
    </message>
    <message>
        <source>Canaries</source>
        <translation>Kanarienvögel</translation>
    </message>
    <message>
        <source>So many samples get a wrong label; each of them is trained on with probability one half</source>
        <translation>So viele Beispiele erhalten eine falsche Klasse; auf jedem davon wird mit Wahrscheinlichkeit ein Halb trainiert</translation>
    </message>
    <message>
        <source>Share guessed</source>
        <translation>Geratener Anteil</translation>
    </message>
    <message>
        <source>For so many of the canaries, the surest half as in and the surest half as out, a guess is made</source>
        <translation>Für so viele der Kanarienvögel wird geraten, die sicherste Hälfte als dabei, die sicherste Hälfte als nicht dabei</translation>
    </message>
    <message>
        <source>Nothing but canaries</source>
        <translation>Nur Kanarienvögel</translation>
    </message>
    <message>
        <source>Trains on the canaries alone: they are learnt by heart sooner, which makes the audit sharper</source>
        <translation>Trainiert nur auf den Kanarienvögeln: Sie werden eher auswendig gelernt, was die Prüfung schärft</translation>
    </message>
    <message>
        <source>Query guard</source>
        <translation>Anfragenwächter</translation>
    </message>
    <message>
        <source>Counts and limits queries, refuses what is no picture, logs every query and raises an alarm at traffic that looks like copying.</source>
        <translation>Zählt und begrenzt Anfragen, weist ab, was kein Bild ist, protokolliert jede Anfrage und schlägt Alarm bei Anfragen, die nach Kopieren aussehen.</translation>
    </message>
    <message>
        <source>Queries answered in all; 0: no limit</source>
        <translation>Insgesamt beantwortete Anfragen; 0: ohne Grenze</translation>
    </message>
    <message>
        <source>Rate limit</source>
        <translation>Ratengrenze</translation>
    </message>
    <message>
        <source>Queries answered a second: says how long the attack would take at least; 0: no limit</source>
        <translation>Beantwortete Anfragen je Sekunde: sagt, wie lange der Angriff mindestens dauern würde; 0: ohne Grenze</translation>
    </message>
    <message>
        <source>queries/s</source>
        <translation>Anfragen/s</translation>
    </message>
    <message>
        <source>Refuse invalid inputs</source>
        <translation>Ungültige Eingaben abweisen</translation>
    </message>
    <message>
        <source>Refuses pictures with values that are no numbers or outside the range from 0 to 1</source>
        <translation>Weist Bilder ab, deren Werte keine Zahlen sind oder außerhalb von 0 bis 1 liegen</translation>
    </message>
    <message>
        <source>Stealing alarm</source>
        <translation>Diebstahlalarm</translation>
    </message>
    <message>
        <source>Watches whether the distances between queries are spread as those of honest ones (PRADA)</source>
        <translation>Beobachtet, ob die Abstände zwischen Anfragen so verteilt sind wie bei ehrlichen (PRADA)</translation>
    </message>
    <message>
        <source>Alarm threshold δ</source>
        <translation>Alarmschwelle δ</translation>
    </message>
    <message>
        <source>The alarm stands while the Shapiro-Wilk statistic of the distances is below</source>
        <translation>Der Alarm steht, solange die Shapiro-Wilk-Größe der Abstände darunter liegt</translation>
    </message>
    <message>
        <source>On alarm</source>
        <translation>Bei Alarm</translation>
    </message>
    <message>
        <source>note: go on answering; refuse: answer no more</source>
        <translation>note: weiter antworten; refuse: nicht mehr antworten</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Most queries that are written to the log</source>
        <translation>Höchste Zahl von Anfragen im Protokoll</translation>
    </message>
    <message>
        <source>Regularised training</source>
        <translation>Gebremstes Training</translation>
    </message>
    <message>
        <source>Trains the same model with each of the field&apos;s brakes on learning by heart, and sets the gap between training and other samples beside what a membership attack gets out of it.</source>
        <translation>Trainiert dasselbe Modell mit jeder der üblichen Bremsen gegen das Auswendiglernen und stellt den Abstand zwischen Trainings- und anderen Beispielen neben das, was ein Zugehörigkeitsangriff herausholt.</translation>
    </message>
    <message>
        <source>Brake</source>
        <translation>Bremse</translation>
    </message>
    <message>
        <source>Which one the saved model and the headline numbers are of</source>
        <translation>Von welcher das gesicherte Modell und die Hauptzahlen stammen</translation>
    </message>
    <message>
        <source>Compare all</source>
        <translation>Alle vergleichen</translation>
    </message>
    <message>
        <source>Trains with each of the brakes and with none, too</source>
        <translation>Trainiert auch mit jeder der Bremsen und mit keiner</translation>
    </message>
    <message>
        <source>Share of the values before the last layer that are left out at random</source>
        <translation>Anteil der Werte vor der letzten Schicht, die zufällig wegbleiben</translation>
    </message>
    <message>
        <source>L2</source>
        <translation>L2</translation>
    </message>
    <message>
        <source>Weight decay of the brake l2</source>
        <translation>Gewichtsverfall der Bremse l2</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>Klassenglättung</translation>
    </message>
    <message>
        <source>Share of the certainty that is spread over all classes</source>
        <translation>Anteil der Gewissheit, der über alle Klassen verteilt wird</translation>
    </message>
    <message>
        <source>Share of the samples that is trained on; the attack is measured on the rest</source>
        <translation>Anteil der Beispiele, auf denen trainiert wird; der Angriff wird am Rest gemessen</translation>
    </message>
    <message>
        <source>Model stealing</source>
        <translation>Modelldiebstahl</translation>
    </message>
    <message>
        <source>Trains a copy of a model from nothing but its answers to chosen questions, and then attacks the model with what fools the copy.</source>
        <translation>Trainiert eine Kopie eines Modells allein aus dessen Antworten auf gewählte Fragen und greift dann das Modell mit dem an, was die Kopie täuscht.</translation>
    </message>
    <message>
        <source>So many images are shown to the model, at most</source>
        <translation>So viele Bilder werden dem Modell höchstens gezeigt</translation>
    </message>
    <message>
        <source>Choice of questions</source>
        <translation>Wahl der Fragen</translation>
    </message>
    <message>
        <source>random: the pool in random order; adaptive: where the copy is wrong and answers are new; jacobian: a few images and steps from each; data-free: images made by a generator, no pool</source>
        <translation>random: der Vorrat in zufälliger Folge; adaptive: wo die Kopie irrt und Antworten neu sind; jacobian: wenige Bilder und Schritte von jedem aus; data-free: Bilder aus einem Generator, ohne Vorrat</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>What the thief sees of them: all scores, or only the class</source>
        <translation>Was der Dieb davon sieht: alle Bewertungen oder nur die Klasse</translation>
    </message>
    <message>
        <source>Loss to win back</source>
        <translation>Zurückholbarer Verlust</translation>
    </message>
    <message>
        <source>Most clean accuracy that pruning may lose where training afterwards wins it back to the budget</source>
        <translation>Größter Verlust an sauberer Genauigkeit durch das Beschneiden, wenn Training danach ihn bis auf das Budget zurückholt</translation>
    </message>
    <message>
        <source>Thief&apos;s images</source>
        <translation>Bilder des Diebs</translation>
    </message>
    <message>
        <source>Data to ask about: a path or demo:NAME; empty: the chosen training samples. Held-out ones judge</source>
        <translation>Daten für die Fragen: ein Pfad oder demo:NAME; leer: die gewählten Trainingsbeispiele. Zurückgehaltene urteilen</translation>
    </message>
    <message>
        <source>Copy&apos;s architecture</source>
        <translation>Architektur der Kopie</translation>
    </message>
    <message>
        <source>As after new: in the list of architectures; it need not be the victim&apos;s</source>
        <translation>Wie nach new: in der Liste der Architekturen; es muss nicht die des Opfers sein</translation>
    </message>
    <message>
        <source>Passes over all answers each time the copy learns</source>
        <translation>Durchgänge durch alle Antworten, sooft die Kopie lernt</translation>
    </message>
    <message>
        <source>Largest step size of the copy&apos;s training</source>
        <translation>Größte Schrittweite beim Training der Kopie</translation>
    </message>
    <message>
        <source>So many judging images are attacked by way of the copy; 0: none</source>
        <translation>So viele Urteilsbilder werden auf dem Umweg über die Kopie angegriffen; 0: keine</translation>
    </message>
    <message>
        <source>Largest change of a pixel in that attack, L∞</source>
        <translation>Größte Änderung eines Pixels in diesem Angriff, L∞</translation>
    </message>
    <message>
        <source>PNG to use as trigger; its transparency is the mask (triggers picture and blended). One as large as the images covers them as it is, whatever size and place say</source>
        <translation>PNG als Auslöser; seine Durchsichtigkeit ist die Maske (Auslöser picture und blended). Eines, das so groß ist wie die Bilder, bedeckt sie, wie es ist, gleich was Größe und Ort sagen</translation>
    </message>
    <message>
        <source>PNG</source>
        <translation>PNG</translation>
    </message>
    <message>
        <source>Another model of the same classes that judges the pictures: a path or demo:NAME; empty: a built-in model&apos;s built-in one</source>
        <translation>Ein anderes Modell derselben Klassen, das die Bilder beurteilt: ein Pfad oder demo:NAME; leer: das eingebaute eines eingebauten Modells</translation>
    </message>
    <message>
        <source>Inversion by a generator</source>
        <translation>Umkehrung mit einem Generator</translation>
    </message>
    <message>
        <source>A generator that has only seen other people&apos;s pictures is searched for those that the model takes for its own: a class becomes visible.</source>
        <translation>Ein Generator, der nur Bilder anderer gesehen hat, wird nach denen durchsucht, die das Modell für seine eigenen hält: Eine Klasse wird sichtbar.</translation>
    </message>
    <message>
        <source>Steps in the space of codes</source>
        <translation>Schritte im Raum der Codes</translation>
    </message>
    <message>
        <source>Answers used</source>
        <translation>Genutzte Antworten</translation>
    </message>
    <message>
        <source>gradients of the model; scores: probabilities alone; labels: only which class wins</source>
        <translation>gradients: Gradienten des Modells; scores: nur Wahrscheinlichkeiten; labels: nur welche Klasse gewinnt</translation>
    </message>
    <message>
        <source>Of Adam in the space of codes (gradients, scores)</source>
        <translation>Von Adam im Raum der Codes (gradients, scores)</translation>
    </message>
    <message>
        <source>Lead that is enough</source>
        <translation>Genügender Vorsprung</translation>
    </message>
    <message>
        <source>The search climbs until the class leads so far; beyond, pictures become caricatures (gradients, scores)</source>
        <translation>Die Suche steigt, bis die Klasse so weit führt; darüber hinaus werden Bilder zu Karikaturen (gradients, scores)</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>nats</translation>
    </message>
    <message>
        <source>Codes around each</source>
        <translation>Codes um jeden</translation>
    </message>
    <message>
        <source>Asked about in each step (scores, labels)</source>
        <translation>In jedem Schritt gefragt (scores, labels)</translation>
    </message>
    <message>
        <source>Codes drawn</source>
        <translation>Gezogene Codes</translation>
    </message>
    <message>
        <source>Random pictures shown to the model first; each search starts from the best</source>
        <translation>Zufällige Bilder, die das Modell zuerst sieht; jede Suche beginnt bei den besten</translation>
    </message>
    <message>
        <source>Searches a picture</source>
        <translation>Suchen je Bild</translation>
    </message>
    <message>
        <source>So many begin at different codes; the one that the model knows best is kept</source>
        <translation>So viele beginnen bei verschiedenen Codes; die wird behalten, die das Modell am besten kennt</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>File of a trained one; empty: the built-in one for built-in data, else one is trained now</source>
        <translation>Datei eines trainierten; leer: der eingebaute für eingebaute Daten, sonst wird jetzt einer trainiert</translation>
    </message>
    <message>
        <source>Public pictures</source>
        <translation>Öffentliche Bilder</translation>
    </message>
    <message>
        <source>Data to train a generator on, without the classes to be found: a path or demo:NAME</source>
        <translation>Daten, mit denen ein Generator trainiert wird, ohne die gesuchten Klassen: ein Pfad oder demo:NAME</translation>
    </message>
    <message>
        <source>Generator&apos;s steps</source>
        <translation>Schritte des Generators</translation>
    </message>
    <message>
        <source>Training steps of the generator</source>
        <translation>Trainingsschritte des Generators</translation>
    </message>
    <message>
        <source>Generator&apos;s batch</source>
        <translation>Stapel des Generators</translation>
    </message>
    <message>
        <source>Pictures a training step</source>
        <translation>Bilder je Trainingsschritt</translation>
    </message>
    <message>
        <source>Generator&apos;s learning rate</source>
        <translation>Lernrate des Generators</translation>
    </message>
    <message>
        <source>The critic learns twice as fast</source>
        <translation>Der Kritiker lernt doppelt so schnell</translation>
    </message>
    <message>
        <source>Written as the generator learns and continued from if it is there; empty for none</source>
        <translation>Wird geschrieben, während der Generator lernt, und fortgesetzt, wenn sie da ist; leer für keine</translation>
    </message>
    <message>
        <source>Left, top, width and height in pixels (30,30,8,8), several such boxes (30,30,8,8;31,38,6,2), a picture or .npy that is bright where the region is, or the folder of a trigger search; empty: the trigger that the model&apos;s lineage tells of</source>
        <translation>Links, oben, Breite und Höhe in Pixeln (30,30,8,8), mehrere solche Kästen (30,30,8,8;31,38,6,2), ein Bild oder .npy, das hell ist, wo der Bereich liegt, oder der Ordner einer Auslösersuche; leer: der Auslöser, von dem die Herkunft des Modells berichtet</translation>
    </message>
    <message>
        <source>Guesses a hidden column of a person&apos;s row, or an attribute of a face, from the model&apos;s answers; what a guess without the model gets right, too, is taken off.</source>
        <translation>Errät eine verborgene Spalte der Zeile einer Person oder ein Merkmal eines Gesichts aus den Antworten des Modells; was auch ohne das Modell zu erraten ist, wird abgezogen.</translation>
    </message>
    <message>
        <source>Hidden attribute</source>
        <translation>Verborgenes Merkmal</translation>
    </message>
    <message>
        <source>Name of a column in words; empty: the one that the data calls sensitive. Of pictures: glasses or beard for built-in faces, else the numbers of the classes that have it, separated by commas</source>
        <translation>Name einer Spalte mit Wörtern; leer: die, die die Daten heikel nennen. Bei Bildern: glasses oder beard für eingebaute Gesichter, sonst die Nummern der Klassen, die es haben, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Condensed data</source>
        <translation>Verdichtete Daten</translation>
    </message>
    <message>
        <source>Makes a few images a class that teach a network what the whole data would, and compares networks taught by them, by all images and by as many real ones: accuracy, and what a membership attack gets.</source>
        <translation>Macht wenige Bilder je Klasse, die ein Netz lehren, was alle Daten es lehrten, und vergleicht Netze, die von ihnen, von allen Bildern und von ebenso vielen echten gelehrt wurden: Genauigkeit, und was ein Angriff auf die Mitgliedschaft erfährt.</translation>
    </message>
    <message>
        <source>Images a class</source>
        <translation>Bilder je Klasse</translation>
    </message>
    <message>
        <source>So many are made of every class</source>
        <translation>So viele werden von jeder Klasse gemacht</translation>
    </message>
    <message>
        <source>Matched is</source>
        <translation>Angeglichen wird</translation>
    </message>
    <message>
        <source>distribution: the mean feature of each class; gradient: what the images teach, dearer</source>
        <translation>distribution: das mittlere Merkmal jeder Klasse; gradient: was die Bilder lehren, teurer</translation>
    </message>
    <message>
        <source>Networks matched on</source>
        <translation>Netze zum Angleichen</translation>
    </message>
    <message>
        <source>Untrained networks that the images are fitted to, one after the other</source>
        <translation>Untrainierte Netze, denen die Bilder nacheinander angepasst werden</translation>
    </message>
    <message>
        <source>Epochs on few images</source>
        <translation>Epochen mit wenigen Bildern</translation>
    </message>
    <message>
        <source>Passes of a network over the made images, and over as many real ones</source>
        <translation>Durchgänge eines Netzes durch die gemachten und durch ebenso viele echte Bilder</translation>
    </message>
    <message>
        <source>Networks judged</source>
        <translation>Beurteilte Netze</translation>
    </message>
    <message>
        <source>Fresh networks taught by each of the small sets; the interval covers their spread</source>
        <translation>Frische Netze, von jeder der kleinen Mengen gelehrt; das Intervall umfasst ihre Streuung</translation>
    </message>
    <message>
        <source>Real images a step</source>
        <translation>Echte Bilder je Schritt</translation>
    </message>
    <message>
        <source>Of each class</source>
        <translation>Je Klasse</translation>
    </message>
    <message>
        <source>Image step</source>
        <translation>Bildschritt</translation>
    </message>
    <message>
        <source>How far a pixel goes in a step, at first; less and less towards the end</source>
        <translation>Wie weit ein Bildpunkt in einem Schritt geht, anfangs; gegen Ende immer weniger</translation>
    </message>
    <message>
        <source>Begin with real images</source>
        <translation>Mit echten Bildern beginnen</translation>
    </message>
    <message>
        <source>Else with noise, which costs more steps and shows nobody&apos;s picture</source>
        <translation>Sonst mit Rauschen, was mehr Schritte kostet und niemandes Bild zeigt</translation>
    </message>
    <message>
        <source>Turn, scale and shift</source>
        <translation>Drehen, skalieren, schieben</translation>
    </message>
    <message>
        <source>In all trainings here, and alike for both sides of the matching</source>
        <translation>In allen Trainings hier, und beim Angleichen auf beiden Seiten gleich</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Also teaches networks by all images and by as many real ones</source>
        <translation>Lehrt Netze auch mit allen Bildern und mit ebenso vielen echten</translation>
    </message>
    <message>
        <source>By the membership attack, on each side, at most</source>
        <translation>Vom Angriff auf die Mitgliedschaft, auf jeder Seite, höchstens</translation>
    </message>
    <message>
        <source>Sanitised data</source>
        <translation>Bereinigte Daten</translation>
    </message>
    <message>
        <source>Takes sensitive columns, image regions and the files&apos; metadata out of training data, finds samples that are there twice or also among the held-out ones, and measures what attribute inference still gets.</source>
        <translation>Nimmt heikle Spalten, Bildbereiche und die Metadaten der Dateien aus Trainingsdaten heraus, findet Beispiele, die doppelt oder auch unter den zurückgehaltenen sind, und misst, was das Erschließen von Merkmalen noch erfährt.</translation>
    </message>
    <message>
        <source>Near-duplicate</source>
        <translation>Beinahe-Dublette</translation>
    </message>
    <message>
        <source>Largest distance √(2 − 2r) of pictures that count as the same, r their correlation; rows of a table have to be equal</source>
        <translation>Größter Abstand √(2 − 2r) von Bildern, die als dasselbe gelten, r ihre Korrelation; Zeilen einer Tabelle müssen gleich sein</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Names of sensitive columns, separated by commas; empty: the one that the data calls sensitive</source>
        <translation>Namen heikler Spalten, durch Kommas getrennt; leer: die Spalte, die die Daten heikel nennen</translation>
    </message>
    <message>
        <source>Columns are</source>
        <translation>Spalten werden</translation>
    </message>
    <message>
        <source>drop: taken out; coarsen: seldom words become one, numbers become the means of bands</source>
        <translation>drop: herausgenommen; coarsen: seltene Wörter werden eines, Zahlen die Mittel von Bändern</translation>
    </message>
    <message>
        <source>Image regions</source>
        <translation>Bildbereiche</translation>
    </message>
    <message>
        <source>Left, top, width and height in pixels, several separated by semicolons: 12,8,24,10; 0,40,48,8</source>
        <translation>Links, oben, Breite und Höhe in Bildpunkten, mehrere durch Semikolons getrennt: 12,8,24,10; 0,40,48,8</translation>
    </message>
    <message>
        <source>Regions are</source>
        <translation>Bereiche werden</translation>
    </message>
    <message>
        <source>blur: averages are left of them; fill: the picture&apos;s mean colour is</source>
        <translation>blur: es bleiben Mittelwerte; fill: es bleibt die mittlere Farbe des Bildes</translation>
    </message>
    <message>
        <source>Groups left</source>
        <translation>Verbleibende Gruppen</translation>
    </message>
    <message>
        <source>Of a column that is made coarser</source>
        <translation>Einer Spalte, die vergröbert wird</translation>
    </message>
    <message>
        <source>Grain</source>
        <translation>Körnung</translation>
    </message>
    <message>
        <source>Side of the squares whose averages a blurred region keeps</source>
        <translation>Seite der Quadrate, deren Mittelwerte ein unscharfer Bereich behält</translation>
    </message>
    <message>
        <source>Remove copies</source>
        <translation>Kopien entfernen</translation>
    </message>
    <message>
        <source>Leaves out what is there twice and what is also among the held-out samples</source>
        <translation>Lässt weg, was doppelt ist und was auch unter den zurückgehaltenen Beispielen ist</translation>
    </message>
    <message>
        <source>Held-out data</source>
        <translation>Zurückgehaltene Daten</translation>
    </message>
    <message>
        <source>Data that no training sample may be in; empty: what belongs to the data</source>
        <translation>Daten, in denen kein Trainingsbeispiel sein darf; leer: was zu den Daten gehört</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Maß</translation>
    </message>
    <message>
        <source>Trains a model before and after, and has attribute inference attack both</source>
        <translation>Trainiert vorher und nachher ein Modell und greift beide an, um Merkmale zu erschließen</translation>
    </message>
    <message>
        <source>Share of the samples that those models are trained on; the rest are the others</source>
        <translation>Anteil der Beispiele, mit denen diese Modelle trainiert werden; der Rest sind die anderen</translation>
    </message>
    <message>
        <source>First of them</source>
        <translation>Erstes davon</translation>
    </message>
    <message>
        <source>Images of the thief&apos;s data before this one are left out: what the victim was trained on, say</source>
        <translation>Bilder der Daten des Diebs vor diesem werden weggelassen: zum Beispiel, womit das Opfer trainiert wurde</translation>
    </message>
    <message>
        <source>Fingerprint of the teacher</source>
        <translation>Fingerabdruck des Lehrers</translation>
    </message>
    <message>
        <source>Finds out which teacher a student was made from, by its labels alone: images that look alike to the right teacher get the same answer.</source>
        <translation>Findet heraus, aus welchem Lehrer ein Schüler gemacht ist, allein anhand seiner Klassen: Was für den richtigen Lehrer gleich aussieht, bekommt dieselbe Antwort.</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>Kandidaten</translation>
    </message>
    <message>
        <source>Models that may be the teacher: paths or demo:NAME, separated by commas; empty: what the student&apos;s file says</source>
        <translation>Modelle, die der Lehrer sein können: Pfade oder demo:NAME, durch Kommas getrennt; leer: was die Datei des Schülers sagt</translation>
    </message>
    <message>
        <source>Kind of images</source>
        <translation>Art der Bilder</translation>
    </message>
    <message>
        <source>matched: with a candidate&apos;s features of another image; silenced: with none at all</source>
        <translation>matched: mit den Merkmalen, die ein Kandidat in einem anderen Bild sieht; silenced: mit gar keinen</translation>
    </message>
    <message>
        <source>The features behind so many layers are set; 0: each in turn</source>
        <translation>Die Merkmale hinter so vielen Schichten werden gesetzt; 0: jede der Reihe nach</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>From an estimate to the next point of the boundary. arc: along the half circle between the point and the clean image, L2 alone; straight: a step, then back in a line, as published</source>
        <translation>Von einer Schätzung zum nächsten Punkt der Grenze. arc: auf dem Halbkreis zwischen dem Punkt und dem unveränderten Bild, nur L2; straight: ein Schritt, dann geradlinig zurück, wie veröffentlicht</translation>
    </message>
    <message>
        <source>The first estimates probe with noise of so coarse a grain, as the changes that matter in pictures mostly are; later ones with single pixels (L2 alone)</source>
        <translation>Die ersten Schätzungen tasten mit so grob gekörntem Rauschen, wie es die wirksamen Änderungen in Bildern meist sind; spätere mit einzelnen Pixeln (nur L2)</translation>
    </message>
    <message>
        <source>Transfer lab</source>
        <translation>Transferlabor</translation>
    </message>
    <message>
        <source>Makes a student of the teacher for every number of frozen layers and mimics the teacher&apos;s features at each layer, to see where a student is safe.</source>
        <translation>Macht für jede Zahl eingefrorener Schichten einen Schüler des Lehrers und ahmt in jeder Schicht dessen Merkmale nach, um zu sehen, wo ein Schüler sicher ist.</translation>
    </message>
    <message>
        <source>So many held-out images are attacked, the same for every student</source>
        <translation>So viele zurückgehaltene Bilder werden angegriffen, bei jedem Schüler dieselben</translation>
    </message>
    <message>
        <source>Of an attack by scores that knows no teacher, for an image, beside it; 0: none</source>
        <translation>Eines Angriffs über Werte, der keinen Lehrer kennt, je Bild, daneben; 0: keiner</translation>
    </message>
    <message>
        <source>So many starts share the steps: the first heads for any class, the others for the next likely ones; 1 is the paper&apos;s. L0 and a chosen target always have one</source>
        <translation>So viele Anläufe teilen sich die Schritte: der erste strebt zu irgendeiner Klasse, die anderen zu den nächstwahrscheinlichen; die Veröffentlichung hat 1. L0 und eine gewählte Zielklasse haben immer einen</translation>
    </message>
    <message>
        <source>Noise from</source>
        <translation>Rauschen aus</translation>
    </message>
    <message>
        <source>Noise and batches; system: secret random numbers, ever new ones; seed: numbers that a run of the same seed gives again, to whoever knows it</source>
        <translation>Rauschen und Stapel; system: geheime, immer neue Zufallszahlen; seed: Zahlen, die ein Lauf mit demselben Startwert wieder ergibt, und zwar jedem, der ihn kennt</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>Bedingungen</translation>
    </message>
    <message>
        <source>What the generator learns to make at will: pictures that the model takes for each class (answers; one query a picture), the public pictures&apos; own classes (labels), or none</source>
        <translation>Was der Generator auf Wunsch zu machen lernt: Bilder, die das Modell für die jeweilige Klasse hält (answers; eine Anfrage je Bild), die eigenen Klassen der öffentlichen Bilder (labels) oder nichts davon (none)</translation>
    </message>
    <message>
        <source>plain: as in training; ft-sam: each step taken from the worst weights nearby; unlearn: looks for a trigger first and stamps it on a fifth of the images, with their right labels</source>
        <translation>plain: wie beim Training; ft-sam: jeder Schritt von den schlechtesten Gewichten in der Nähe aus; unlearn: sucht zuerst einen Auslöser und setzt ihn auf ein Fünftel der Bilder, mit deren richtigen Klassen</translation>
    </message>
    <message>
        <source>Names suspects in every class, as published, not only in the one whose features fall into two groups more clearly than is usual for these classes</source>
        <translation>Nennt Verdächtige in jeder Klasse, wie veröffentlicht, nicht nur in der einen, deren Merkmale deutlicher als üblich in zwei Gruppen zerfallen</translation>
    </message>
    <message>
        <source>Every student is also trained on until its features are so far (squared) from the teacher&apos;s, as the defence teacher-distance does; 0: none is</source>
        <translation>Jeder Schüler wird zudem weitertrainiert, bis seine Merkmale so weit (quadriert) von denen des Lehrers entfernt sind, wie es die Verteidigung teacher-distance tut; 0: keiner</translation>
    </message>
    <message>
        <source>Images looked at</source>
        <translation>Angesehene Bilder</translation>
    </message>
    <message>
        <source>Trains a classifier from nothing or goes on with one; no defence in it.</source>
        <translation>Trainiert einen Klassifikator von Grund auf oder setzt einen fort; ohne jede Abwehr.</translation>
    </message>
    <message>
        <source>How much means and variances of the features count beside the class; less for large models</source>
        <translation>Wie viel Mittelwerte und Varianzen der Merkmale neben der Klasse zählen; weniger bei großen Modellen</translation>
    </message>
    <message>
        <source>checkpoint</source>
        <translation>Zwischenstand</translation>
    </message>
    <message>
        <source>models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>NPY</source>
        <translation>NPY</translation>
    </message>
    <message>
        <source>generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Most length (L2; in L∞ in that norm) of the first step; it is hardly longer than the way to the boundary seems to be (not L0)</source>
        <translation>Größte Länge (L2; bei L∞ in dieser Norm) des ersten Schritts; er ist kaum länger, als der Weg zur Grenze zu sein scheint (nicht L0)</translation>
    </message>
    <message>
        <source>Length (L2) of the last step; in L∞ its share of the first</source>
        <translation>Länge (L2) des letzten Schritts; bei L∞ sein Anteil am ersten</translation>
    </message>
    <message>
        <source>Numbers of the classes to search (3,14,15,92), or their names with semicolons between; empty: all (kind masks)</source>
        <translation>Nummern der Klassen, nach denen gesucht wird (3,14,15,92), oder ihre Namen mit Semikolons dazwischen; leer: alle (Art masks)</translation>
    </message>
</context>
<context>
    <name>progress</name>
    <message>
        <source>network {} of {}</source>
        <translation>Netz {} von {}</translation>
    </message>
    <message>
        <source>epoch {} of {}</source>
        <translation>Epoche {} von {}</translation>
    </message>
    <message>
        <source>unlearning the clean images</source>
        <translation>verlernt die sauberen Bilder</translation>
    </message>
    <message>
        <source>looking for neurons that a small change turns</source>
        <translation>sucht Neuronen, die eine kleine Änderung umkippt</translation>
    </message>
    <message>
        <source>winning them back with masks</source>
        <translation>gewinnt sie mit Masken zurück</translation>
    </message>
    <message>
        <source>looking for the trigger</source>
        <translation>sucht den Auslöser</translation>
    </message>
    <message>
        <source>{} of {} classes</source>
        <translation>{} von {} Klassen</translation>
    </message>
    <message>
        <source>batch {} of {} kept from before</source>
        <translation>Stapel {} von {} von vorher behalten</translation>
    </message>
    <message>
        <source>generator: step {} of {}</source>
        <translation>Generator: Schritt {} von {}</translation>
    </message>
    <message>
        <source>{} shadow models, {} of them kept from before: about {}</source>
        <translation>{} Schattenmodelle, {} davon noch von früher: etwa {}</translation>
    </message>
    <message>
        <source>shadow model {} of {}, about {} left</source>
        <translation>Schattenmodell {} von {}, noch etwa {}</translation>
    </message>
</context>
<context>
    <name>records</name>
    <message>
        <source>Clean images</source>
        <translation>Saubere Bilder</translation>
    </message>
    <message>
        <source>Attacked images</source>
        <translation>Angegriffene Bilder</translation>
    </message>
    <message>
        <source>Sample indices</source>
        <translation>Nummern der Stichproben</translation>
    </message>
    <message>
        <source>True classes</source>
        <translation>Wahre Klassen</translation>
    </message>
    <message>
        <source>Answers to the clean images</source>
        <translation>Antworten auf die sauberen Bilder</translation>
    </message>
    <message>
        <source>Answers to the attacked images</source>
        <translation>Antworten auf die angegriffenen Bilder</translation>
    </message>
    <message>
        <source>Every sample</source>
        <translation>Jede Stichprobe</translation>
    </message>
    <message>
        <source>Strength ε</source>
        <translation>Stärke ε</translation>
    </message>
    <message>
        <source>Attack success rate</source>
        <translation>Erfolgsrate des Angriffs</translation>
    </message>
    <message>
        <source>Success against strength</source>
        <translation>Erfolg gegen Stärke</translation>
    </message>
    <message>
        <source>The model is right on only {} of {} clean images: check range, normalisation and label order.</source>
        <translation>Das Modell erkennt nur {} von {} sauberen Bildern richtig: Wertebereich, Normalisierung und Klassenfolge prüfen.</translation>
    </message>
    <message>
        <source>Only {} images were attacked: the intervals are wide.</source>
        <translation>Nur {} Bilder wurden angegriffen: die Intervalle sind weit.</translation>
    </message>
    <message>
        <source>The run was stopped before its end.</source>
        <translation>Der Lauf wurde vor seinem Ende angehalten.</translation>
    </message>
    <message>
        <source>{} images fell only by the rounding of the attack copy and were attacked again on the model itself.</source>
        <translation>{} Bilder fielen nur durch die Rundung der Angriffskopie und wurden am Modell selbst erneut angegriffen.</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>The training was stopped before its end.</source>
        <translation>Das Training wurde vor seinem Ende angehalten.</translation>
    </message>
    <message>
        <source>No held-out data belongs to this training set: only training accuracy is known.</source>
        <translation>Zu diesen Trainingsdaten gehören keine zurückgehaltenen Daten: nur die Trainingsgenauigkeit ist bekannt.</translation>
    </message>
    <message>
        <source>Trained model</source>
        <translation>Trainiertes Modell</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>Trainingsverlust</translation>
    </message>
    <message>
        <source>Mean loss</source>
        <translation>Mittlerer Verlust</translation>
    </message>
    <message>
        <source>Training accuracy</source>
        <translation>Trainingsgenauigkeit</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>The cure is written to ‘{}’: open the model again.</source>
        <translation>Die Abhilfe steht in ‘{}’: das Modell erneut öffnen.</translation>
    </message>
    <message>
        <source>The answers to {} of {} images are not numbers (NaN or infinite).</source>
        <translation>Die Antworten auf {} von {} Bildern sind keine Zahlen (NaN oder unendlich).</translation>
    </message>
    <message>
        <source>The same image is answered differently each time: gradients mislead, and attacks need averages (expectation over transformation).</source>
        <translation>Dasselbe Bild wird jedes Mal anders beantwortet: Gradienten führen in die Irre, und Angriffe brauchen Mittelwerte (Erwartung über Transformationen).</translation>
    </message>
    <message>
        <source>An image alone is answered differently than in a batch: batch norm works in training mode. Export the model again in evaluation mode.</source>
        <translation>Ein Bild allein wird anders beantwortet als in einem Stapel: die Batch-Normalisierung arbeitet im Trainingsmodus. Das Modell im Auswertungsmodus erneut exportieren.</translation>
    </message>
    <message>
        <source>The model answers with probabilities: a second softmax flattens them and gradients fade. Their logarithm should be taken.</source>
        <translation>Das Modell antwortet mit Wahrscheinlichkeiten: ein zweites Softmax flacht sie ab, und Gradienten schwinden. Ihr Logarithmus ist zu nehmen.</translation>
    </message>
    <message>
        <source>The model gives every image the very same answer.</source>
        <translation>Das Modell gibt auf jedes Bild genau dieselbe Antwort.</translation>
    </message>
    <message>
        <source>{} of {} outputs never move, the first is output {}.</source>
        <translation>{} von {} Ausgaben bewegen sich nie, die erste ist Ausgabe {}.</translation>
    </message>
    <message>
        <source>The model answers class {} to every one of {} images.</source>
        <translation>Das Modell antwortet auf jedes von {1} Bildern mit Klasse {0}.</translation>
    </message>
    <message>
        <source>The gradient by the image is zero for {} of {} images: gradient attacks look weaker than they are. Compare with square or hopskipjump.</source>
        <translation>Der Gradient nach dem Bild ist für {} von {} Bildern null: Gradientenangriffe wirken schwächer, als sie sind. Mit square oder hopskipjump vergleichen.</translation>
    </message>
    <message>
        <source>The model wants another range of pixel values (‘{}’): {} % right instead of {} %.</source>
        <translation>Das Modell will einen anderen Wertebereich der Pixel (‘{}’): {} % richtig statt {} %.</translation>
    </message>
    <message>
        <source>The model wants images normalised as for ‘{}’: {} % right instead of {} %.</source>
        <translation>Das Modell will Bilder, die wie für ‘{}’ normalisiert sind: {} % richtig statt {} %.</translation>
    </message>
    <message>
        <source>The model wants blue first (BGR): {} % right instead of {} %.</source>
        <translation>Das Modell will Blau zuerst (BGR): {} % richtig statt {} %.</translation>
    </message>
    <message>
        <source>The model wants height and width exchanged: {} % right instead of {} %.</source>
        <translation>Das Modell will Höhe und Breite vertauscht: {} % richtig statt {} %.</translation>
    </message>
    <message>
        <source>The model numbers its classes in another order than the data: {} % right after renaming instead of {} %.</source>
        <translation>Das Modell nummeriert seine Klassen anders als die Daten: {} % richtig nach Umbenennen statt {} %.</translation>
    </message>
    <message>
        <source>The images have no classes: whether they are prepared rightly cannot be checked.</source>
        <translation>Die Bilder haben keine Klassenangaben: ob sie richtig aufbereitet sind, lässt sich nicht prüfen.</translation>
    </message>
    <message>
        <source>Only {} % of {} images are answered rightly ({} to {} %): check preprocessing, classes and data.</source>
        <translation>Nur {} % von {} Bildern werden richtig beantwortet ({} bis {} %): Aufbereitung, Klassen und Daten prüfen.</translation>
    </message>
    <message>
        <source>{} % of {} images are answered rightly ({} to {} %).</source>
        <translation>{} % von {} Bildern werden richtig beantwortet ({} bis {} %).</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Neurons removed</source>
        <translation>Entfernte Neuronen</translation>
    </message>
    <message>
        <source>Clean accuracy</source>
        <translation>Genauigkeit ohne Angriff</translation>
    </message>
    <message>
        <source>Trigger success</source>
        <translation>Erfolg des Auslösers</translation>
    </message>
    <message>
        <source>Neurons in the order of removal</source>
        <translation>Neuronen in der Reihenfolge der Entfernung</translation>
    </message>
    <message>
        <source>Trigger success while a few poisoned images teach it again</source>
        <translation>Erfolg des Auslösers, während wenige vergiftete Bilder ihn wieder lehren</translation>
    </message>
    <message>
        <source>The same with a model that never had the backdoor</source>
        <translation>Dasselbe mit einem Modell, das die Hintertür nie hatte</translation>
    </message>
    <message>
        <source>The backdoor came back: the trigger succeeds on {} of {} images again.</source>
        <translation>Die Hintertür kam zurück: Der Auslöser hat bei {} von {} Bildern wieder Erfolg.</translation>
    </message>
    <message>
        <source>The backdoor did not come back: the trigger succeeds on {} of {} images.</source>
        <translation>Die Hintertür kam nicht zurück: Der Auslöser hat bei {} von {} Bildern Erfolg.</translation>
    </message>
    <message>
        <source>Repaired model</source>
        <translation>Repariertes Modell</translation>
    </message>
    <message>
        <source>No held-out data belongs to this training set: a tenth of it was kept back to measure on.</source>
        <translation>Zu diesen Trainingsdaten gehören keine zurückgehaltenen Daten: Ein Zehntel davon wurde zum Messen zurückgehalten.</translation>
    </message>
    <message>
        <source>No trigger is known: only clean accuracy was measured.</source>
        <translation>Kein Auslöser ist bekannt: Nur die Genauigkeit ohne Angriff wurde gemessen.</translation>
    </message>
    <message>
        <source>Indices of the samples set apart</source>
        <translation>Nummern der ausgesonderten Beispiele</translation>
    </message>
    <message>
        <source>Stage by stage</source>
        <translation>Stufe für Stufe</translation>
    </message>
    <message>
        <source>Success against queries</source>
        <translation>Erfolg gegen Anfragen</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>The model answers with probabilities instead of logits: their gradients vanish where it is sure, and robustness may be an illusion.</source>
        <translation>Das Modell antwortet mit Wahrscheinlichkeiten statt Logits: Wo es sicher ist, verschwinden deren Gradienten, die Robustheit kann eine Täuschung sein.</translation>
    </message>
    <message>
        <source>The model answers the same images differently each time: use the version rand, which averages over many looks.</source>
        <translation>Das Modell antwortet auf dieselben Bilder jedes Mal anders: die Fassung rand verwenden, die über viele Blicke mittelt.</translation>
    </message>
    <message>
        <source>The model&apos;s answer to an image depends on its batch or takes gradients itself: it optimises at test time, for which these attacks are not made.</source>
        <translation>Die Antwort des Modells auf ein Bild hängt von dessen Stapel ab oder braucht selbst Gradienten: Es optimiert beim Antworten, dafür sind diese Angriffe nicht gemacht.</translation>
    </message>
    <message>
        <source>{} images that no gradient attack broke fell to Square, which needs no gradient: the gradients are masked.</source>
        <translation>{} Bilder, die kein Gradientenangriff brach, fielen bei Square, das keinen Gradienten braucht: Die Gradienten sind verdeckt.</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>The mean corruption error is the plain mean over kinds and severities, not divided by a reference model&apos;s.</source>
        <translation>Der mittlere Störungsfehler ist das einfache Mittel über Arten und Stärken, nicht durch den eines Vergleichsmodells geteilt.</translation>
    </message>
    <message>
        <source>Accuracy by kind and severity</source>
        <translation>Genauigkeit nach Art und Stärke</translation>
    </message>
    <message>
        <source>Accuracy against severity</source>
        <translation>Genauigkeit gegen Stärke</translation>
    </message>
    <message>
        <source>One picture under every corruption</source>
        <translation>Ein Bild unter jeder Störung</translation>
    </message>
    <message>
        <source>The patch, for print</source>
        <translation>Der Aufkleber, zum Drucken</translation>
    </message>
    <message>
        <source>The perturbation</source>
        <translation>Die Störung</translation>
    </message>
    <message>
        <source>Explained images</source>
        <translation>Erklärte Bilder</translation>
    </message>
    <message>
        <source>Heat maps</source>
        <translation>Wärmekarten</translation>
    </message>
    <message>
        <source>Explained classes</source>
        <translation>Erklärte Klassen</translation>
    </message>
    <message>
        <source>Answers to the images</source>
        <translation>Antworten auf die Bilder</translation>
    </message>
    <message>
        <source>The most important pixels taken away first</source>
        <translation>Die wichtigsten Bildpunkte zuerst entfernt</translation>
    </message>
    <message>
        <source>The most important pixels put back first</source>
        <translation>Die wichtigsten Bildpunkte zuerst zurückgelegt</translation>
    </message>
    <message>
        <source>Pixels taken away at random, for comparison</source>
        <translation>Bildpunkte zufällig entfernt, zum Vergleich</translation>
    </message>
    <message>
        <source>Share of the pixels</source>
        <translation>Anteil der Bildpunkte</translation>
    </message>
    <message>
        <source>Mean probability</source>
        <translation>Mittlere Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>The data has no labels: whether the model is right is not known.</source>
        <translation>Die Daten haben keine Klassenangaben: Ob das Modell recht hat, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Taking pixels away in the order of these maps lowers the probability no faster than taking them away at random: the maps do not show what decides.</source>
        <translation>Bildpunkte in der Reihenfolge dieser Karten zu entfernen senkt die Wahrscheinlichkeit nicht schneller als zufällige Reihenfolge: Die Karten zeigen nicht, was entscheidet.</translation>
    </message>
    <message>
        <source>The shares of {} of {} images miss the tolerance when added up: allow more steps.</source>
        <translation>Die Anteile von {} der {} Bilder verfehlen in der Summe die Toleranz: mehr Schritte erlauben.</translation>
    </message>
    <message>
        <source>evidence in the layer</source>
        <translation>Hinweise in der Schicht</translation>
    </message>
    <message>
        <source>share of the probability</source>
        <translation>Anteil an der Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>share of the logit</source>
        <translation>Anteil am Logit</translation>
    </message>
    <message>
        <source>fall of the probability when hidden</source>
        <translation>Abfall der Wahrscheinlichkeit beim Verdecken</translation>
    </message>
    <message>
        <source>mean probability when visible</source>
        <translation>mittlere Wahrscheinlichkeit, wenn sichtbar</translation>
    </message>
    <message>
        <source>largest slope over the channels</source>
        <translation>größte Steigung über die Farbkanäle</translation>
    </message>
    <message>
        <source>window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>border</source>
        <translation>Rand</translation>
    </message>
    <message>
        <source>background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>One picture of each class</source>
        <translation>Ein Bild jeder Klasse</translation>
    </message>
    <message>
        <source>Where a class can be pasted from</source>
        <translation>Von wo sich eine Klasse einsetzen lässt</translation>
    </message>
    <message>
        <source>share of pictures that follow</source>
        <translation>Anteil der Bilder, die folgen</translation>
    </message>
    <message>
        <source>The strongest region of each class</source>
        <translation>Der stärkste Bereich jeder Klasse</translation>
    </message>
    <message>
        <source>Too few pictures: {} classes have at least {} that the model is right about.</source>
        <translation>Zu wenige Bilder: {} Klassen haben mindestens {}, bei denen das Modell recht hat.</translation>
    </message>
    <message>
        <source>In {} classes no region takes the class along: no shortcut was found. Smaller or moving signs may escape this probe.</source>
        <translation>In {} Klassen bringt kein Bereich die Klasse mit: Es wurde keine Abkürzung gefunden. Kleinere oder wandernde Zeichen können dieser Suche entgehen.</translation>
    </message>
    <message>
        <source>Class ‘{}’ follows the window at row {}, column {}, {} by {} pixels: pasted into pictures of other classes it brings the class along in {} of {}, a window from elsewhere in {}. Classes that stand out: {}.</source>
        <translation>Klasse ‘{}’ folgt dem Fenster in Zeile {}, Spalte {}, {} mal {} Bildpunkte: In Bilder anderer Klassen eingesetzt bringt es die Klasse in {} von {} Fällen mit, ein Fenster von anderswo in {}. Auffällige Klassen: {}.</translation>
    </message>
    <message>
        <source>Class ‘{}’ follows the region ‘{}’: pasted into pictures of other classes it brings the class along in {} of {}, a window from elsewhere in {}. Classes that stand out: {}.</source>
        <translation>Klasse ‘{}’ folgt dem Bereich ‘{}’: In Bilder anderer Klassen eingesetzt bringt er die Klasse in {} von {} Fällen mit, ein Fenster von anderswo in {}. Auffällige Klassen: {}.</translation>
    </message>
    <message>
        <source>largest mean slope over the channels</source>
        <translation>größte mittlere Steigung über die Farbkanäle</translation>
    </message>
    <message>
        <source>holds a Python object of the class ‘{}’, whose reading would run its code: save model.state_dict() alone, or export the model to ONNX</source>
        <translation>enthält ein Python-Objekt der Klasse ‘{}’, dessen Lesen ihren Code ausführen würde: nur model.state_dict() speichern oder das Modell nach ONNX exportieren</translation>
    </message>
    <message>
        <source>holds Python objects of {} classes, ‘{}’ for one, whose reading would run their code: save model.state_dict() alone, or export the model to ONNX</source>
        <translation>enthält Python-Objekte von {} Klassen, etwa ‘{}’, deren Lesen ihren Code ausführen würde: nur model.state_dict() speichern oder das Modell nach ONNX exportieren</translation>
    </message>
    <message>
        <source>{} entries, {} bytes unpacked; none overlaps, leads out or unpacks absurdly</source>
        <translation>{} Einträge, entpackt {} Bytes; keiner überlappt, führt hinaus oder entpackt sich unsinnig</translation>
    </message>
    <message>
        <source>its pickles only name tensors, containers and the archive&apos;s own classes</source>
        <translation>seine Pickles nennen nur Tensoren, Behälter und die eigenen Klassen des Archivs</translation>
    </message>
    <message>
        <source>its program text uses {} operators, all known to compute only</source>
        <translation>sein Programmtext benutzt {} Operatoren, von denen jeder bekanntermaßen nur rechnet</translation>
    </message>
    <message>
        <source>runs program text of its own while it is loaded (__setstate__)</source>
        <translation>führt beim Laden eigenen Programmtext aus (__setstate__)</translation>
    </message>
    <message>
        <source>is TorchScript&apos;s format of before 2019: load it with PyTorch 1.x and save it again</source>
        <translation>ist TorchScript im Format von vor 2019: mit PyTorch 1.x laden und neu speichern</translation>
    </message>
    <message>
        <source>is damaged: its checksum is wrong</source>
        <translation>ist beschädigt: die Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>has {} bytes, more than any model&apos;s pickle or program text needs</source>
        <translation>hat {} Bytes, mehr als Pickle oder Programmtext eines Modells je braucht</translation>
    </message>
    <message>
        <source>is damaged: it does not unpack to what its directory says</source>
        <translation>ist beschädigt: entpackt ist es nicht, was sein Verzeichnis sagt</translation>
    </message>
    <message>
        <source>was written on a big-endian machine: save it again on another, or export to ONNX</source>
        <translation>wurde auf einer Big-Endian-Maschine geschrieben: auf einer anderen neu speichern oder nach ONNX exportieren</translation>
    </message>
    <message>
        <source>is of PyTorch&apos;s file format {}</source>
        <translation>hat PyTorchs Dateiformat {}</translation>
    </message>
    <message>
        <source>is a zip archive without a model of PyTorch&apos;s in it</source>
        <translation>ist ein Zip-Archiv ohne ein Modell von PyTorch darin</translation>
    </message>
    <message>
        <source>is a Keras file: export the model to ONNX</source>
        <translation>ist eine Keras-Datei: das Modell nach ONNX exportieren</translation>
    </message>
    <message>
        <source>is a program of torch.export, which LibTorch cannot read: export the model to ONNX</source>
        <translation>ist ein Programm von torch.export, das LibTorch nicht lesen kann: das Modell nach ONNX exportieren</translation>
    </message>
    <message>
        <source>is an archive of NumPy arrays, not a model</source>
        <translation>ist ein Archiv von NumPy-Feldern, kein Modell</translation>
    </message>
    <message>
        <source>is a zip archive with an ONNX model in it: unpack it first</source>
        <translation>ist ein Zip-Archiv mit einem ONNX-Modell darin: erst entpacken</translation>
    </message>
    <message>
        <source>is a bare pickle, not a file of PyTorch&apos;s: save model.state_dict() with torch.save, or export the model to ONNX</source>
        <translation>ist ein bloßes Pickle, keine Datei von PyTorch: model.state_dict() mit torch.save speichern oder das Modell nach ONNX exportieren</translation>
    </message>
    <message>
        <source>its pickles only name tensors and containers</source>
        <translation>seine Pickles nennen nur Tensoren und Behälter</translation>
    </message>
    <message>
        <source>{} tensors within the file; the format holds nothing that could run</source>
        <translation>{} Tensoren innerhalb der Datei; das Format enthält nichts Ausführbares</translation>
    </message>
    <message>
        <source>holds {} bytes that belong to no tensor</source>
        <translation>enthält {} Bytes, die zu keinem Tensor gehören</translation>
    </message>
    <message>
        <source>is an HDF5 file (Keras): export the model to ONNX</source>
        <translation>ist eine HDF5-Datei (Keras): das Modell nach ONNX exportieren</translation>
    </message>
    <message>
        <source>is a TensorFlow Lite file: export the model to ONNX</source>
        <translation>ist eine TensorFlow-Lite-Datei: das Modell nach ONNX exportieren</translation>
    </message>
    <message>
        <source>is packed with gzip: unpack it first</source>
        <translation>ist mit gzip gepackt: erst entpacken</translation>
    </message>
    <message>
        <source>is a packed archive: unpack it first</source>
        <translation>ist ein gepacktes Archiv: erst entpacken</translation>
    </message>
    <message>
        <source>is a GGUF file of a language model, not an image classifier</source>
        <translation>ist eine GGUF-Datei eines Sprachmodells, kein Bildklassifikator</translation>
    </message>
    <message>
        <source>is only a Git LFS pointer: fetch the file itself</source>
        <translation>ist nur ein Zeiger von Git LFS: die Datei selbst holen</translation>
    </message>
    <message>
        <source>is a web page: the download failed</source>
        <translation>ist eine Webseite: das Herunterladen ist misslungen</translation>
    </message>
    <message>
        <source>is a tar archive, PyTorch&apos;s format of before 2017 perhaps: load it with PyTorch and save its state_dict() again</source>
        <translation>ist ein tar-Archiv, vielleicht PyTorchs Format von vor 2017: mit PyTorch laden und sein state_dict() neu speichern</translation>
    </message>
    <message>
        <source>is a text file, not a model</source>
        <translation>ist eine Textdatei, kein Modell</translation>
    </message>
    <message>
        <source>is called ONNX, but cannot be read as such</source>
        <translation>heißt ONNX, ist aber nicht als solches lesbar</translation>
    </message>
    <message>
        <source>is neither a saved Adversarium model, nor safetensors, nor ONNX, nor a file of PyTorch&apos;s</source>
        <translation>ist weder ein gespeichertes Adversarium-Modell noch safetensors, ONNX oder eine Datei von PyTorch</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>ist leer</translation>
    </message>
    <message>
        <source>{} kinds of operators, none from outside the standard</source>
        <translation>{} Arten von Operatoren, keine von außerhalb des Standards</translation>
    </message>
    <message>
        <source>its data file ‘{}’ is missing</source>
        <translation>seine Datendatei ‘{}’ fehlt</translation>
    </message>
    <message>
        <source>its data file ‘{}’ is no file</source>
        <translation>seine Datendatei ‘{}’ ist keine Datei</translation>
    </message>
    <message>
        <source>its data file ‘{}’ has an absolute or foreign path</source>
        <translation>seine Datendatei ‘{}’ hat einen absoluten oder fremden Pfad</translation>
    </message>
    <message>
        <source>its data file ‘{}’ leads out of the model&apos;s folder</source>
        <translation>seine Datendatei ‘{}’ führt aus dem Ordner des Modells hinaus</translation>
    </message>
    <message>
        <source>holds training steps, which are not run</source>
        <translation>enthält Trainingsschritte; sie werden nicht ausgeführt</translation>
    </message>
    <message>
        <source>holds no graph</source>
        <translation>enthält keinen Graphen</translation>
    </message>
    <message>
        <source>is damaged or cut short</source>
        <translation>ist beschädigt oder abgeschnitten</translation>
    </message>
    <message>
        <source>nests graphs in graphs more than 16 deep</source>
        <translation>schachtelt Graphen tiefer als 16 ineinander</translation>
    </message>
    <message>
        <source>‘{}’ is no operator of the standard that is known here</source>
        <translation>‘{}’ ist kein hier bekannter Operator des Standards</translation>
    </message>
    <message>
        <source>‘{}’ is an operator from outside the standard: what it does, a library of its maker decides</source>
        <translation>‘{}’ ist ein Operator von außerhalb des Standards: was er tut, bestimmt eine Bibliothek seines Herstellers</translation>
    </message>
    <message>
        <source>has {} bytes where its shape needs {}</source>
        <translation>hat {} Bytes, wo seine Form {} braucht</translation>
    </message>
    <message>
        <source>has {} dimensions</source>
        <translation>hat {} Dimensionen</translation>
    </message>
    <message>
        <source>has an absurd shape</source>
        <translation>hat eine unsinnige Form</translation>
    </message>
    <message>
        <source>keeps its numbers in ‘{}’ beside the model</source>
        <translation>hat seine Zahlen in ‘{}’ neben dem Modell</translation>
    </message>
    <message>
        <source>‘{}’ starts programs or touches files</source>
        <translation>‘{}’ startet Programme oder greift auf Dateien zu</translation>
    </message>
    <message>
        <source>‘{}’ reads or writes files</source>
        <translation>‘{}’ liest oder schreibt Dateien</translation>
    </message>
    <message>
        <source>‘{}’ calls out over the network</source>
        <translation>‘{}’ geht ins Netz</translation>
    </message>
    <message>
        <source>‘{}’ loads or runs other code</source>
        <translation>‘{}’ lädt oder startet anderen Code</translation>
    </message>
    <message>
        <source>‘{}’ runs machine code</source>
        <translation>‘{}’ führt Maschinencode aus</translation>
    </message>
    <message>
        <source>‘{}’ reads another pickle</source>
        <translation>‘{}’ liest ein weiteres Pickle</translation>
    </message>
    <message>
        <source>‘{}’ changes the program that reads it</source>
        <translation>‘{}’ verändert das Programm, das es liest</translation>
    </message>
    <message>
        <source>‘{}’ reaches into other memory</source>
        <translation>‘{}’ greift auf fremden Speicher zu</translation>
    </message>
    <message>
        <source>‘{}’ writes messages to the terminal</source>
        <translation>‘{}’ schreibt Meldungen ins Terminal</translation>
    </message>
    <message>
        <source>‘{}’ sets the random seed of the whole program</source>
        <translation>‘{}’ setzt den Startwert des Zufalls für das ganze Programm</translation>
    </message>
    <message>
        <source>‘{}’ computes gradients of its own</source>
        <translation>‘{}’ berechnet eigene Gradienten</translation>
    </message>
    <message>
        <source>‘{}’ is not known to compute only</source>
        <translation>von ‘{}’ ist nicht bekannt, dass es nur rechnet</translation>
    </message>
    <message>
        <source>its program text is Python&apos;s, not TorchScript&apos;s</source>
        <translation>sein Programmtext ist Python, nicht TorchScript</translation>
    </message>
    <message>
        <source>uses ‘{}’ as a value, which hides what it calls</source>
        <translation>benutzt ‘{}’ als Wert und verbirgt so, was es aufruft</translation>
    </message>
    <message>
        <source>calls ‘{}’, which it does not define</source>
        <translation>ruft ‘{}’ auf, ohne es zu definieren</translation>
    </message>
    <message>
        <source>reads ‘{}’, which it does not declare</source>
        <translation>liest ‘{}’, ohne es zu deklarieren</translation>
    </message>
    <message>
        <source>asks for an attribute that it does not name</source>
        <translation>fragt nach einem Attribut, das es nicht nennt</translation>
    </message>
    <message>
        <source>an entry has no name</source>
        <translation>ein Eintrag hat keinen Namen</translation>
    </message>
    <message>
        <source>an entry has an absurdly long name</source>
        <translation>ein Eintrag hat einen unsinnig langen Namen</translation>
    </message>
    <message>
        <source>an entry has a null byte in its name</source>
        <translation>ein Eintrag hat ein Nullbyte im Namen</translation>
    </message>
    <message>
        <source>an entry has an absolute or foreign path</source>
        <translation>ein Eintrag hat einen absoluten oder fremden Pfad</translation>
    </message>
    <message>
        <source>an entry leads out of the archive&apos;s folder</source>
        <translation>ein Eintrag führt aus dem Ordner des Archivs hinaus</translation>
    </message>
    <message>
        <source>is cut short: a zip without its directory</source>
        <translation>ist abgeschnitten: ein Zip ohne sein Verzeichnis</translation>
    </message>
    <message>
        <source>has a directory that does not end where the file ends</source>
        <translation>hat ein Verzeichnis, das nicht mit der Datei endet</translation>
    </message>
    <message>
        <source>is one part of an archive of several files</source>
        <translation>ist ein Teil eines Archivs aus mehreren Dateien</translation>
    </message>
    <message>
        <source>has a 64-bit directory outside the file</source>
        <translation>hat ein 64-Bit-Verzeichnis außerhalb der Datei</translation>
    </message>
    <message>
        <source>has a damaged 64-bit directory</source>
        <translation>hat ein beschädigtes 64-Bit-Verzeichnis</translation>
    </message>
    <message>
        <source>has two directories that contradict each other</source>
        <translation>hat zwei Verzeichnisse, die einander widersprechen</translation>
    </message>
    <message>
        <source>claims {} entries</source>
        <translation>behauptet {} Einträge</translation>
    </message>
    <message>
        <source>has a directory that does not fit into the file</source>
        <translation>hat ein Verzeichnis, das nicht in die Datei passt</translation>
    </message>
    <message>
        <source>has a damaged line in its directory</source>
        <translation>hat eine beschädigte Zeile im Verzeichnis</translation>
    </message>
    <message>
        <source>has damaged extra fields</source>
        <translation>hat beschädigte Zusatzfelder</translation>
    </message>
    <message>
        <source>lacks its 64-bit sizes</source>
        <translation>ohne seine 64-Bit-Größen</translation>
    </message>
    <message>
        <source>is encrypted, so that nobody can examine it</source>
        <translation>ist verschlüsselt und damit nicht zu untersuchen</translation>
    </message>
    <message>
        <source>is packed by a method other than deflate</source>
        <translation>ist anders als mit Deflate gepackt</translation>
    </message>
    <message>
        <source>is stored, yet of two sizes</source>
        <translation>ist ungepackt und hat doch zwei Größen</translation>
    </message>
    <message>
        <source>lies outside the file</source>
        <translation>liegt außerhalb der Datei</translation>
    </message>
    <message>
        <source>is not where the directory says</source>
        <translation>ist nicht dort, wo das Verzeichnis sagt</translation>
    </message>
    <message>
        <source>is cut short</source>
        <translation>ist abgeschnitten</translation>
    </message>
    <message>
        <source>has another name or packing in its own header than in the directory</source>
        <translation>heißt im eigenen Kopf anders als im Verzeichnis oder ist dort anders gepackt</translation>
    </message>
    <message>
        <source>is there twice: readers would disagree which counts</source>
        <translation>ist zweimal da: Leser wären uneins, welches zählt</translation>
    </message>
    <message>
        <source>unpacks {} bytes to {}</source>
        <translation>entpackt {} Bytes zu {}</translation>
    </message>
    <message>
        <source>unpacks {} bytes to {} in all</source>
        <translation>entpackt {} Bytes zu insgesamt {}</translation>
    </message>
    <message>
        <source>overlaps another entry: the same bytes would be unpacked again and again</source>
        <translation>überlappt einen anderen Eintrag: dieselben Bytes würden immer wieder entpackt</translation>
    </message>
    <message>
        <source>holds {} bytes that belong to no entry</source>
        <translation>enthält {} Bytes, die zu keinem Eintrag gehören</translation>
    </message>
    <message>
        <source>the file&apos;s code gives no gradient by its input</source>
        <translation>der Code der Datei gibt keinen Gradienten nach der Eingabe</translation>
    </message>
    <message>
        <source>the same image gets another answer each time: something in it is random</source>
        <translation>dasselbe Bild bekommt jedes Mal eine andere Antwort: etwas darin ist zufällig</translation>
    </message>
    <message>
        <source>an image&apos;s answer depends on the others in its batch: batch norm is in training mode, perhaps</source>
        <translation>die Antwort auf ein Bild hängt von den anderen im Stapel ab: vielleicht ist die Batch-Normalisierung im Trainingsmodus</translation>
    </message>
    <message>
        <source>the gradient by its input is not finite</source>
        <translation>der Gradient nach der Eingabe ist nicht endlich</translation>
    </message>
    <message>
        <source>the gradient by its input is zero, though its answer changes</source>
        <translation>der Gradient nach der Eingabe ist null, obwohl die Antwort sich ändert</translation>
    </message>
    <message>
        <source>the gradient by its input is not the slope of its answer ({} where {} was measured)</source>
        <translation>der Gradient nach der Eingabe ist nicht die Steigung der Antwort ({}, wo {} gemessen wurde)</translation>
    </message>
    <message>
        <source>Only {} of the {} wanted images could be poisoned: there are no more of the right class.</source>
        <translation>Nur {} der {} gewünschten Bilder ließen sich vergiften: Mehr gibt es von der richtigen Klasse nicht.</translation>
    </message>
    <message>
        <source>The model&apos;s answers to {} of {} images are not numbers.</source>
        <translation>Die Antworten des Modells auf {} von {} Bildern sind keine Zahlen.</translation>
    </message>
    <message>
        <source>The images have no labels: whether the model sees them as it should could not be checked.</source>
        <translation>Die Bilder haben keine Klassen: Ob das Modell sie so sieht, wie es soll, ließ sich nicht prüfen.</translation>
    </message>
    <message>
        <source>The model is right on {} of {} clean images, but its file states {} %: check range, normalisation, layout and label order.</source>
        <translation>Das Modell hat bei {} von {} sauberen Bildern recht, seine Datei nennt aber {} %: Wertebereich, Normalisierung, Anordnung und Reihenfolge der Klassen prüfen.</translation>
    </message>
    <message>
        <source>{} images are too few for a verdict; it takes {}.</source>
        <translation>{} Bilder sind zu wenige für ein Urteil; es braucht {}.</translation>
    </message>
    <message>
        <source>{} of {} images hold values that are not numbers.</source>
        <translation>{} von {} Bildern enthalten Werte, die keine Zahlen sind.</translation>
    </message>
    <message>
        <source>{} of {} images hold values outside of zero to one.</source>
        <translation>{} von {} Bildern enthalten Werte außerhalb von null bis eins.</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>Schüler</translation>
    </message>
    <message>
        <source>False alarms</source>
        <translation>Fehlalarme</translation>
    </message>
    <message>
        <source>Triggered inputs found</source>
        <translation>Gefundene Eingaben mit Auslöser</translation>
    </message>
    <message>
        <source>The known trigger moves none of the images.</source>
        <translation>Der bekannte Auslöser bewegt keines der Bilder.</translation>
    </message>
    <message>
        <source>There is nothing to judge: no suspicious inputs were given, and no trigger of this model is known.</source>
        <translation>Es gibt nichts zu beurteilen: Verdächtige Eingaben wurden nicht genannt, und ein Auslöser dieses Modells ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Triggered inputs found against false alarms</source>
        <translation>Gefundene Eingaben mit Auslöser gegen Fehlalarme</translation>
    </message>
    <message>
        <source>Inputs with the known trigger</source>
        <translation>Eingaben mit dem bekannten Auslöser</translation>
    </message>
    <message>
        <source>Of {} inputs with the known trigger {} are flagged, of {} clean ones {} (area under the curve {}).</source>
        <translation>Von {} Eingaben mit dem bekannten Auslöser werden {} gemeldet, von {} sauberen {} (Fläche unter der Kurve {}).</translation>
    </message>
    <message>
        <source>Of {} suspicious inputs {} are flagged, where {} of {} clean ones are by mistake.</source>
        <translation>Von {} verdächtigen Eingaben werden {} gemeldet, wo {} von {} sauberen es irrtümlich werden.</translation>
    </message>
    <message>
        <source>What is not flagged is not proven clean.</source>
        <translation>Was nicht gemeldet wird, ist nicht als sauber erwiesen.</translation>
    </message>
    <message>
        <source>Suspicious inputs that are flagged</source>
        <translation>Gemeldete verdächtige Eingaben</translation>
    </message>
    <message>
        <source>Every score</source>
        <translation>Jede Wertung</translation>
    </message>
    <message>
        <source>Before the poisoning</source>
        <translation>Vor der Vergiftung</translation>
    </message>
    <message>
        <source>Poisoned training images</source>
        <translation>Vergiftete Trainingsbilder</translation>
    </message>
    <message>
        <source>Places of the poison among the training samples</source>
        <translation>Stellen des Gifts unter den Trainingsbeispielen</translation>
    </message>
    <message>
        <source>Indices of the poisoned samples</source>
        <translation>Nummern der vergifteten Beispiele</translation>
    </message>
    <message>
        <source>Places of triggered samples that kept their class</source>
        <translation>Stellen der Beispiele mit Auslöser, die ihre Klasse behielten</translation>
    </message>
    <message>
        <source>Where the trigger sits</source>
        <translation>Wo der Auslöser sitzt</translation>
    </message>
    <message>
        <source>What the trigger shows</source>
        <translation>Was der Auslöser zeigt</translation>
    </message>
    <message>
        <source>Poisoned training data</source>
        <translation>Vergiftete Trainingsdaten</translation>
    </message>
    <message>
        <source>Classes of the poisoned training data</source>
        <translation>Klassen der vergifteten Trainingsdaten</translation>
    </message>
    <message>
        <source>Clean twin</source>
        <translation>Sauberer Zwilling</translation>
    </message>
    <message>
        <source>Poisoned model</source>
        <translation>Vergiftetes Modell</translation>
    </message>
    <message>
        <source>Held-out images with the trigger</source>
        <translation>Zurückgehaltene Bilder mit dem Auslöser</translation>
    </message>
    <message>
        <source>Poison rate</source>
        <translation>Vergiftungsrate</translation>
    </message>
    <message>
        <source>Chosen confusion</source>
        <translation>Gewollte Verwechslung</translation>
    </message>
    <message>
        <source>No sample stands out; this does not prove absence.</source>
        <translation>Kein Beispiel sticht heraus; das beweist nicht, dass keines vergiftet ist.</translation>
    </message>
    <message>
        <source>{} of {} samples are suspects, most of them for their number in class ‘{}’ ({} of {}).</source>
        <translation>{} von {} Beispielen sind verdächtig, gemessen an ihrer Zahl die meisten in Klasse ‘{}’ ({} von {}).</translation>
    </message>
    <message>
        <source>Of {} poisoned samples {} are among them.</source>
        <translation>Von {} vergifteten Beispielen sind {} darunter.</translation>
    </message>
    <message>
        <source>Indices of the suspects</source>
        <translation>Nummern der Verdächtigen</translation>
    </message>
    <message>
        <source>The most suspect samples</source>
        <translation>Die verdächtigsten Beispiele</translation>
    </message>
    <message>
        <source>Suspects per class</source>
        <translation>Verdächtige je Klasse</translation>
    </message>
    <message>
        <source>The model sees every image in the suspected class already.</source>
        <translation>Das Modell sieht jedes Bild schon in der verdächtigten Klasse.</translation>
    </message>
    <message>
        <source>The region turns {} of {} images into ‘{}’, control {} of {} (intervals {}–{} % and {}–{} %).</source>
        <translation>Der Ausschnitt macht {} von {} Bildern zu ‘{}’, Kontrolle {} von {} (Intervalle {}–{} % und {}–{} %).</translation>
    </message>
    <message>
        <source>It takes its class along.</source>
        <translation>Er nimmt seine Klasse mit.</translation>
    </message>
    <message>
        <source>It is no better than any other patch of its size.</source>
        <translation>Er wirkt nicht besser als irgendein Fleck seiner Größe.</translation>
    </message>
    <message>
        <source>The region</source>
        <translation>Der Ausschnitt</translation>
    </message>
    <message>
        <source>What the region shows</source>
        <translation>Was der Ausschnitt zeigt</translation>
    </message>
    <message>
        <source>Clean images with the region</source>
        <translation>Saubere Bilder mit dem Ausschnitt</translation>
    </message>
    <message>
        <source>Clean images with a random patch</source>
        <translation>Saubere Bilder mit einem zufälligen Fleck</translation>
    </message>
    <message>
        <source>Every image</source>
        <translation>Jedes Bild</translation>
    </message>
    <message>
        <source>Smallest mask per class</source>
        <translation>Kleinste Maske je Klasse</translation>
    </message>
    <message>
        <source>Pattern per class</source>
        <translation>Muster je Klasse</translation>
    </message>
    <message>
        <source>Images with their other features driven</source>
        <translation>Bilder, deren übrige Merkmale getrieben wurden</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Pixels that the smallest trigger replaces</source>
        <translation>Bildpunkte, die der kleinste Auslöser ersetzt</translation>
    </message>
    <message>
        <source>Share of other images that end in the class</source>
        <translation>Anteil anderer Bilder, die in der Klasse enden</translation>
    </message>
    <message>
        <source>Anomaly index</source>
        <translation>Anomalieindex</translation>
    </message>
    <message>
        <source>Size of the smallest trigger per class, with its spread over seeds</source>
        <translation>Größe des kleinsten Auslösers je Klasse, mit ihrer Streuung über die Startwerte</translation>
    </message>
    <message>
        <source>Share that ends in each class, with its spread over seeds</source>
        <translation>Anteil, der in jeder Klasse endet, mit seiner Streuung über die Startwerte</translation>
    </message>
    <message>
        <source>Anomaly index per class, with its spread over seeds</source>
        <translation>Anomalieindex je Klasse, mit seiner Streuung über die Startwerte</translation>
    </message>
    <message>
        <source>Every class and seed</source>
        <translation>Jede Klasse und jeder Startwert</translation>
    </message>
    <message>
        <source>The search was stopped before its first seed was finished.</source>
        <translation>Die Suche wurde angehalten, bevor ihr erster Startwert fertig war.</translation>
    </message>
    <message>
        <source>That is too seldom to count; it does not prove absence either.</source>
        <translation>Das ist zu selten, um zu zählen; es beweist aber auch nicht, dass keine Hintertür da ist.</translation>
    </message>
    <message>
        <source>Nothing stands out; this does not prove absence.</source>
        <translation>Nichts sticht heraus; das beweist nicht, dass keine Hintertür da ist.</translation>
    </message>
    <message>
        <source>Class ‘{}’ draws {} % of the other classes&apos; images in {} of {} seeds.</source>
        <translation>Klasse ‘{}’ zieht {} % der Bilder anderer Klassen an, bei {} von {} Startwerten.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>Accuracy under every corruption</source>
        <translation>Genauigkeit unter jeder Störung</translation>
    </message>
    <message>
        <source>Certified accuracy against strength</source>
        <translation>Bewiesene Genauigkeit gegen Stärke</translation>
    </message>
    <message>
        <source>Certified accuracy</source>
        <translation>Bewiesene Genauigkeit</translation>
    </message>
    <message>
        <source>Share of images</source>
        <translation>Anteil der Bilder</translation>
    </message>
    <message>
        <source>Broken against strength</source>
        <translation>Gebrochen gegen Stärke</translation>
    </message>
    <message>
        <source>Neither proven nor broken against strength</source>
        <translation>Weder bewiesen noch gebrochen gegen Stärke</translation>
    </message>
    <message>
        <source>{} images have an attack inside what was proven: one of the two is wrong.</source>
        <translation>{} Bilder haben einen Angriff innerhalb des Bewiesenen: eines von beiden ist falsch.</translation>
    </message>
    <message>
        <source>Every query</source>
        <translation>Jede Anfrage</translation>
    </message>
    <message>
        <source>The query guard refused an input that is no picture.</source>
        <translation>Der Anfragenwächter wies eine Eingabe ab, die kein Bild ist.</translation>
    </message>
    <message>
        <source>The query guard&apos;s budget of {} queries was used up.</source>
        <translation>Das Budget des Anfragenwächters von {} Anfragen war verbraucht.</translation>
    </message>
    <message>
        <source>The query guard took the queries for stealing after {} and answered no more.</source>
        <translation>Der Anfragenwächter hielt die Anfragen nach {} für Diebstahl und antwortete nicht mehr.</translation>
    </message>
    <message>
        <source>With {} noisy copies no radius above {} can be proven.</source>
        <translation>Mit {} verrauschten Kopien lässt sich kein Radius über {} beweisen.</translation>
    </message>
    <message>
        <source>{} images fell inside their proven radius.</source>
        <translation>{} Bilder fielen innerhalb ihres bewiesenen Radius.</translation>
    </message>
    <message>
        <source>Certified accuracy against radius</source>
        <translation>Bewiesene Genauigkeit gegen Radius</translation>
    </message>
    <message>
        <source>L2 radius</source>
        <translation>L2-Radius</translation>
    </message>
    <message>
        <source>no guard</source>
        <translation>kein Wächter</translation>
    </message>
    <message>
        <source>guard unknown to the attacker</source>
        <translation>Wächter dem Angreifer unbekannt</translation>
    </message>
    <message>
        <source>guard known to the attacker</source>
        <translation>Wächter dem Angreifer bekannt</translation>
    </message>
    <message>
        <source>the guard&apos;s own counter-attack</source>
        <translation>Gegenangriff auf den Wächter</translation>
    </message>
    <message>
        <source>The counter-attack is ‘{}’, judged within the strength of the attack asked for.</source>
        <translation>Der Gegenangriff ist ‘{}’, beurteilt innerhalb der Stärke des verlangten Angriffs.</translation>
    </message>
    <message>
        <source>With and without the guard</source>
        <translation>Mit und ohne Wächter</translation>
    </message>
    <message>
        <source>The attacker who knows the guard does worse than the one who does not: its gradients mislead, and the guard is weaker than it looks.</source>
        <translation>Der Angreifer, der den Wächter kennt, ist schlechter als der, der ihn nicht kennt: seine Gradienten führen in die Irre, und der Wächter ist schwächer, als er aussieht.</translation>
    </message>
    <message>
        <source>Matched layer</source>
        <translation>Angeglichene Schicht</translation>
    </message>
    <message>
        <source>Answered as the guide</source>
        <translation>Beantwortet wie das Vorbild</translation>
    </message>
    <message>
        <source>Answered wrongly</source>
        <translation>Falsch beantwortet</translation>
    </message>
    <message>
        <source>Every student and layer</source>
        <translation>Jeder Schüler und jede Schicht</translation>
    </message>
    <message>
        <source>Students against matched layers</source>
        <translation>Schüler gegen angeglichene Schichten</translation>
    </message>
    <message>
        <source>Success against matched layer</source>
        <translation>Erfolg gegen angeglichene Schicht</translation>
    </message>
    <message>
        <source>Wrong answers against matched layer</source>
        <translation>Falsche Antworten gegen angeglichene Schicht</translation>
    </message>
    <message>
        <source>Images to be mimicked</source>
        <translation>Nachzuahmende Bilder</translation>
    </message>
    <message>
        <source>Classes of the guides</source>
        <translation>Klassen der Vorbilder</translation>
    </message>
    <message>
        <source>It is not known what the student froze: the numbers are those of the best layer.</source>
        <translation>Was der Schüler einfror, ist nicht bekannt: die Zahlen gelten für die beste Schicht.</translation>
    </message>
    <message>
        <source>The sheet</source>
        <translation>Das Blatt</translation>
    </message>
    <message>
        <source>‘{}’ was left out: the model does not grant what it needs.</source>
        <translation>‚{}‘ entfiel: Das Modell gewährt nicht, was dafür nötig ist.</translation>
    </message>
    <message>
        <source>Robust accuracy</source>
        <translation>Robuste Genauigkeit</translation>
    </message>
    <message>
        <source>Accuracy under AutoAttack against strength</source>
        <translation>Genauigkeit unter AutoAttack gegen Stärke</translation>
    </message>
    <message>
        <source>Smallest change found, L∞</source>
        <translation>Kleinste gefundene Änderung, L∞</translation>
    </message>
    <message>
        <source>Smallest change found, L2</source>
        <translation>Kleinste gefundene Änderung, L2</translation>
    </message>
    <message>
        <source>Accuracy under everyday corruptions</source>
        <translation>Genauigkeit unter alltäglichen Störungen</translation>
    </message>
    <message>
        <source>Square attack at the usual strength, success</source>
        <translation>Square-Angriff bei üblicher Stärke, Erfolg</translation>
    </message>
    <message>
        <source>Square attack, queries an image</source>
        <translation>Square-Angriff, Anfragen je Bild</translation>
    </message>
    <message>
        <source>Smallest change found by answers alone, L2</source>
        <translation>Kleinste allein aus Antworten gefundene Änderung, L2</translation>
    </message>
    <message>
        <source>rounded to 8 bits</source>
        <translation>auf 8 Bit gerundet</translation>
    </message>
    <message>
        <source>half the size and back</source>
        <translation>halbe Größe und zurück</translation>
    </message>
    <message>
        <source>three quarters of the size and back</source>
        <translation>drei Viertel der Größe und zurück</translation>
    </message>
    <message>
        <source>slightly out of focus</source>
        <translation>leicht unscharf</translation>
    </message>
    <message>
        <source>as if printed and photographed</source>
        <translation>wie gedruckt und fotografiert</translation>
    </message>
    <message>
        <source>JPEG, quality 95</source>
        <translation>JPEG, Qualität 95</translation>
    </message>
    <message>
        <source>JPEG, quality 75</source>
        <translation>JPEG, Qualität 75</translation>
    </message>
    <message>
        <source>JPEG, quality 50</source>
        <translation>JPEG, Qualität 50</translation>
    </message>
    <message>
        <source>The attack fooled the model on no image: nothing can survive.</source>
        <translation>Der Angriff hat das Modell bei keinem Bild getäuscht: Nichts kann überleben.</translation>
    </message>
    <message>
        <source>untreated</source>
        <translation>unbehandelt</translation>
    </message>
    <message>
        <source>What still fools the model, and what stays right</source>
        <translation>Was das Modell noch täuscht und was richtig bleibt</translation>
    </message>
    <message>
        <source>One example under every treatment</source>
        <translation>Ein Beispiel nach jeder Behandlung</translation>
    </message>
    <message>
        <source>The surrogate is the attacked model itself: this is no transfer.</source>
        <translation>Das Ersatzmodell ist das angegriffene Modell selbst: das ist keine Übertragung.</translation>
    </message>
    <message>
        <source>Success of surrogates against targets</source>
        <translation>Erfolg der Ersatzmodelle an den Zielen</translation>
    </message>
    <message>
        <source>Every pair with its interval</source>
        <translation>Jedes Paar mit seinem Intervall</translation>
    </message>
    <message>
        <source>Made on the first surrogate</source>
        <translation>Am ersten Ersatzmodell erzeugt</translation>
    </message>
    <message>
        <source>Guesses right with and without the model</source>
        <translation>Richtig geraten mit und ohne das Modell</translation>
    </message>
    <message>
        <source>Drawn with the statistics</source>
        <translation>Mit der Statistik gezeichnet</translation>
    </message>
    <message>
        <source>The same without the statistics</source>
        <translation>Dasselbe ohne die Statistik</translation>
    </message>
    <message>
        <source>How the first picture came about</source>
        <translation>Wie das erste Bild entstand</translation>
    </message>
    <message>
        <source>Privately trained model</source>
        <translation>Privat trainiertes Modell</translation>
    </message>
    <message>
        <source>Indices of the samples that it was trained on</source>
        <translation>Indizes der Beispiele, auf denen es trainiert wurde</translation>
    </message>
    <message>
        <source>By privacy random variables</source>
        <translation>Nach Privatheits-Zufallsgrößen</translation>
    </message>
    <message>
        <source>By Rényi divergence</source>
        <translation>Nach Rényi-Divergenz</translation>
    </message>
    <message>
        <source>Privacy budget ε</source>
        <translation>Privatheitsbudget ε</translation>
    </message>
    <message>
        <source>With so little noise no privacy budget can be stated: this training promises none.</source>
        <translation>Bei so wenig Rauschen lässt sich kein Privatheitsbudget angeben: Dieses Training verspricht keines.</translation>
    </message>
    <message>
        <source>No independent evaluator was named: that the model recognises what was made for it proves little.</source>
        <translation>Kein unabhängiger Gutachter ist benannt: dass das Modell erkennt, was für es gemacht wurde, beweist wenig.</translation>
    </message>
    <message>
        <source>The evaluator is the attacked model itself.</source>
        <translation>Der Gutachter ist das angegriffene Modell selbst.</translation>
    </message>
    <message>
        <source>The data has no labels: nobody knows what the classes really look like.</source>
        <translation>Die Daten haben keine Klassen: niemand weiß, wie die Klassen wirklich aussehen.</translation>
    </message>
    <message>
        <source>Means of the classes</source>
        <translation>Mittelwerte der Klassen</translation>
    </message>
    <message>
        <source>Nearest real pictures</source>
        <translation>Nächste echte Bilder</translation>
    </message>
    <message>
        <source>Classes drawn</source>
        <translation>Gezeichnete Klassen</translation>
    </message>
    <message>
        <source>Drawn out of the model</source>
        <translation>Aus dem Modell gezeichnet</translation>
    </message>
    <message>
        <source>Fewer than a thousand samples were not trained on: a false positive rate of a thousandth cannot be told from none.</source>
        <translation>Auf weniger als tausend Beispielen wurde nicht trainiert: Eine Falsch-positiv-Rate von einem Tausendstel ist von keiner nicht zu unterscheiden.</translation>
    </message>
    <message>
        <source>No list of the model&apos;s training samples is known: the training part of the data was taken for members, its held-out part for the others.</source>
        <translation>Es ist keine Liste der Trainingsbeispiele des Modells bekannt: Der Trainingsteil der Daten galt als Mitglieder, der zurückgehaltene Teil als die anderen.</translation>
    </message>
    <message>
        <source>The model that is attacked</source>
        <translation>Das angegriffene Modell</translation>
    </message>
    <message>
        <source>False positive rate</source>
        <translation>Falsch-positiv-Rate</translation>
    </message>
    <message>
        <source>True positive rate</source>
        <translation>Richtig-positiv-Rate</translation>
    </message>
    <message>
        <source>ROC on logarithmic axes</source>
        <translation>ROC auf logarithmischen Achsen</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Share of the samples</source>
        <translation>Anteil der Beispiele</translation>
    </message>
    <message>
        <source>Scores of members and others</source>
        <translation>Werte der Mitglieder und der anderen</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>The most exposed training samples</source>
        <translation>Die am stärksten entblößten Trainingsbeispiele</translation>
    </message>
    <message>
        <source>Attacks compared</source>
        <translation>Angriffe im Vergleich</translation>
    </message>
    <message>
        <source>Upper bound by privacy random variables</source>
        <translation>Obere Schranke nach Privatheits-Zufallsgrößen</translation>
    </message>
    <message>
        <source>Upper bound by Rényi divergence</source>
        <translation>Obere Schranke nach Rényi-Divergenz</translation>
    </message>
    <message>
        <source>Lower bound by the audit</source>
        <translation>Untere Schranke nach der Prüfung</translation>
    </message>
    <message>
        <source>Some of the canaries</source>
        <translation>Einige der Kanarienvögel</translation>
    </message>
    <message>
        <source>Gap and membership under each brake (attack by the loss)</source>
        <translation>Abstand und Zugehörigkeit unter jeder Bremse (Angriff nach dem Verlust)</translation>
    </message>
    <message>
        <source>The model that was trained under the brake</source>
        <translation>Das unter der Bremse trainierte Modell</translation>
    </message>
    <message>
        <source>The pool has only {} images for a budget of {}: further questions are the same images, shifted.</source>
        <translation>Der Vorrat hat nur {} Bilder für ein Budget von {}: weitere Fragen sind dieselben Bilder, verschoben.</translation>
    </message>
    <message>
        <source>Agreement with the victim</source>
        <translation>Übereinstimmung mit dem Opfer</translation>
    </message>
    <message>
        <source>Accuracy of the copy</source>
        <translation>Genauigkeit der Kopie</translation>
    </message>
    <message>
        <source>Some of the last questions</source>
        <translation>Einige der letzten Fragen</translation>
    </message>
    <message>
        <source>Made on the copy</source>
        <translation>An der Kopie erzeugt</translation>
    </message>
    <message>
        <source>Stolen copy</source>
        <translation>Gestohlene Kopie</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>AutoAttack, ε {}</source>
        <translation>AutoAttack, ε {}</translation>
    </message>
    <message>
        <source>Clean accuracy and trigger success against neurons removed</source>
        <translation>Genauigkeit ohne Angriff und Erfolg des Auslösers nach entfernten Neuronen</translation>
    </message>
    <message>
        <source>The picture was not used: the trigger is ‘{}’.</source>
        <translation>Das Bild wurde nicht benutzt: der Auslöser ist ‘{}’.</translation>
    </message>
    <message>
        <source>Clean accuracy and success against the poison rate</source>
        <translation>Genauigkeit ohne Angriff und Erfolg nach Vergiftungsrate</translation>
    </message>
    <message>
        <source>A held-out image with the trigger of each class</source>
        <translation>Ein zurückgehaltenes Bild mit dem Auslöser jeder Klasse</translation>
    </message>
    <message>
        <source>No public pictures were named: the generator learns from the chosen samples, and what it makes may be copied from them instead of drawn out of the model.</source>
        <translation>Es wurden keine öffentlichen Bilder genannt: Der Generator lernt aus den gewählten Beispielen, und was er macht, kann von ihnen abgeschaut statt aus dem Modell geholt sein.</translation>
    </message>
    <message>
        <source>How the pictures came about</source>
        <translation>Wie die Bilder entstanden</translation>
    </message>
    <message>
        <source>What the generator makes of the same codes</source>
        <translation>Was der Generator aus denselben Codes macht</translation>
    </message>
    <message>
        <source>Critic&apos;s loss</source>
        <translation>Verlust des Kritikers</translation>
    </message>
    <message>
        <source>Generator&apos;s loss</source>
        <translation>Verlust des Generators</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Losses of generator and critic</source>
        <translation>Verluste von Generator und Kritiker</translation>
    </message>
    <message>
        <source>generator, {} steps on ‘{}’</source>
        <translation>Generator, {} Schritte auf „{}“</translation>
    </message>
    <message>
        <source>The thief asks about data of the victim&apos;s own kind, perhaps what it was trained on.</source>
        <translation>Der Dieb fragt nach Daten von der Art des Opfers, vielleicht nach denen, mit denen es trainiert wurde.</translation>
    </message>
    <message>
        <source>However many layers are amplified, the model stays right on clean images: this detector then tells nothing apart. Networks without batch norm are like that.</source>
        <translation>Wie viele Schichten auch verstärkt werden, das Modell beantwortet saubere Bilder weiter richtig: Dann unterscheidet dieser Detektor nichts. Netze ohne Batch-Normalisierung sind so.</translation>
    </message>
    <message>
        <source>Condensed images</source>
        <translation>Verdichtete Bilder</translation>
    </message>
    <message>
        <source>Classes of the condensed images</source>
        <translation>Klassen der verdichteten Bilder</translation>
    </message>
    <message>
        <source>Indices of the images that they once were</source>
        <translation>Indizes der Bilder, die sie einmal waren</translation>
    </message>
    <message>
        <source>Networks taught by each of the sets</source>
        <translation>Netze, von jeder der Mengen gelehrt</translation>
    </message>
    <message>
        <source>A network taught by the condensed images</source>
        <translation>Ein Netz, von den verdichteten Bildern gelehrt</translation>
    </message>
    <message>
        <source>Learnt from {} pictures and asked about {} of {} other people: the intervals count people.</source>
        <translation>Aus {} Bildern gelernt und nach {} von {} anderen Personen gefragt: Die Intervalle zählen Personen.</translation>
    </message>
    <message>
        <source>What is left of the columns</source>
        <translation>Was von den Spalten bleibt</translation>
    </message>
    <message>
        <source>What the picture files said beside their pixels</source>
        <translation>Was die Bilddateien neben ihren Bildpunkten sagten</translation>
    </message>
    <message>
        <source>No held-out data belongs to this data: it was not searched for samples that stand on both sides.</source>
        <translation>Zu diesen Daten gehören keine zurückgehaltenen: Nach Beispielen auf beiden Seiten wurde nicht gesucht.</translation>
    </message>
    <message>
        <source>Rows of a table can be equal without being the same person&apos;s, the more often the fewer columns there are.</source>
        <translation>Zeilen einer Tabelle können gleich sein, ohne von derselben Person zu sein; je weniger Spalten, desto öfter.</translation>
    </message>
    <message>
        <source>Samples that are there twice</source>
        <translation>Beispiele, die doppelt sind</translation>
    </message>
    <message>
        <source>What they repeat</source>
        <translation>Was sie wiederholen</translation>
    </message>
    <message>
        <source>Samples that are also among the held-out ones</source>
        <translation>Beispiele, die auch unter den zurückgehaltenen sind</translation>
    </message>
    <message>
        <source>Their held-out copies</source>
        <translation>Ihre zurückgehaltenen Kopien</translation>
    </message>
    <message>
        <source>Indices of the samples that were kept</source>
        <translation>Indizes der behaltenen Beispiele</translation>
    </message>
    <message>
        <source>Sanitised data</source>
        <translation>Bereinigte Daten</translation>
    </message>
    <message>
        <source>Classes of the sanitised data</source>
        <translation>Klassen der bereinigten Daten</translation>
    </message>
    <message>
        <source>Attribute inference guesses words: columns of numbers were treated, but not attacked.</source>
        <translation>Das Erschließen von Merkmalen errät Wörter: Zahlenspalten wurden behandelt, aber nicht angegriffen.</translation>
    </message>
    <message>
        <source>Attribute inference before and after</source>
        <translation>Erschließen von Merkmalen vorher und nachher</translation>
    </message>
    <message>
        <source>Proven, broken and unknown against strength</source>
        <translation>Bewiesen, gebrochen und unbekannt über der Stärke</translation>
    </message>
    <message>
        <source>The model&apos;s inside is not known: nothing can be proven.</source>
        <translation>Das Innere des Modells ist nicht bekannt: Es lässt sich nichts beweisen.</translation>
    </message>
    <message>
        <source>For this model no proof is known: ‘{}’.</source>
        <translation>Für dieses Modell ist kein Beweis bekannt: ‘{}’.</translation>
    </message>
    <message>
        <source>The quick proofs are too loose for this model.</source>
        <translation>Die schnellen Beweise sind für dieses Modell zu grob.</translation>
    </message>
    <message>
        <source>Gini coefficient</source>
        <translation>Gini-Koeffizient</translation>
    </message>
    <message>
        <source>Unevenness of the answers against the layer</source>
        <translation>Ungleichheit der Antworten über der Schicht</translation>
    </message>
    <message>
        <source>Every candidate and layer</source>
        <translation>Jeder Kandidat und jede Schicht</translation>
    </message>
    <message>
        <source>Images made for the likeliest teacher</source>
        <translation>Für den wahrscheinlichsten Lehrer gemachte Bilder</translation>
    </message>
    <message>
        <source>Answers to these images</source>
        <translation>Antworten auf diese Bilder</translation>
    </message>
    <message>
        <source>Only {} images were made: the intervals are wide.</source>
        <translation>Nur {} Bilder wurden gemacht: Die Intervalle sind breit.</translation>
    </message>
    <message>
        <source>Frozen layers</source>
        <translation>Eingefrorene Schichten</translation>
    </message>
    <message>
        <source>Students against frozen layers</source>
        <translation>Schüler über den eingefrorenen Schichten</translation>
    </message>
    <message>
        <source>Right without attack</source>
        <translation>Richtig ohne Angriff</translation>
    </message>
    <message>
        <source>Fallen to an attack by scores</source>
        <translation>Einem Angriff über Werte gefallen</translation>
    </message>
    <message>
        <source>Mimicked features against frozen layers</source>
        <translation>Nachgeahmte Merkmale über den eingefrorenen Schichten</translation>
    </message>
    <message>
        <source>Accuracy against frozen layers</source>
        <translation>Genauigkeit über den eingefrorenen Schichten</translation>
    </message>
    <message>
        <source>An attack by scores against frozen layers</source>
        <translation>Ein Angriff über Werte gegen die eingefrorenen Schichten</translation>
    </message>
    <message>
        <source>Frozen layers against matched layers</source>
        <translation>Eingefrorene gegen nachgeahmte Schichten</translation>
    </message>
    <message>
        <source>‘{}’ stands apart as the teacher: Gini coefficient {} ({}–{}) behind layer {}.</source>
        <translation>‘{}’ hebt sich als Lehrer ab: Gini-Koeffizient {} ({}–{}) hinter Schicht {}.</translation>
    </message>
    <message>
        <source>No candidate stands apart: ‘{}’ comes first with a Gini coefficient of {} ({}–{}) behind layer {}.</source>
        <translation>Kein Kandidat hebt sich ab: ‘{}’ steht vorn mit einem Gini-Koeffizienten von {} ({}–{}) hinter Schicht {}.</translation>
    </message>
    <message>
        <source>The next, ‘{}’, reaches {} ({}–{}) behind layer {}.</source>
        <translation>Der nächste, ‘{}’, erreicht {} ({}–{}) hinter Schicht {}.</translation>
    </message>
    <message>
        <source>The images as they are show {} ({}–{}).</source>
        <translation>Die unveränderten Bilder zeigen {} ({}–{}).</translation>
    </message>
    <message>
        <source>One candidate alone does not tell the teacher.</source>
        <translation>Ein einzelner Kandidat verrät den Lehrer nicht.</translation>
    </message>
    <message>
        <source>The teacher may not be among the candidates.</source>
        <translation>Der Lehrer ist womöglich nicht unter den Kandidaten.</translation>
    </message>
    <message>
        <source>To an attacker who does not know the guard {} % of the images fall, to one who does {} %: what the guard seems to win are masked gradients.</source>
        <translation>Einem Angreifer, der den Wächter nicht kennt, fallen {} % der Bilder, einem, der ihn kennt, {} %: Was der Wächter zu gewinnen scheint, sind verdeckte Gradienten.</translation>
    </message>
    <message>
        <source>No class stands out in the search: the trigger that was unlearnt may be an ordinary one.</source>
        <translation>Bei der Suche fällt keine Klasse auf: Der verlernte Auslöser kann ein gewöhnlicher sein.</translation>
    </message>
    <message>
        <source>Mask of the trigger found</source>
        <translation>Maske des gefundenen Auslösers</translation>
    </message>
    <message>
        <source>Pattern of the trigger found</source>
        <translation>Muster des gefundenen Auslösers</translation>
    </message>
    <message>
        <source>The noise follows from the seed: who knows it can take the noise off again. Where the data matters, let the noise come from the system.</source>
        <translation>Das Rauschen folgt aus dem Startwert: Wer ihn kennt, kann es wieder abziehen. Wo es auf die Daten ankommt, sollte das Rauschen vom System kommen.</translation>
    </message>
    <message>
        <source>The noise was secret and is kept nowhere: computed again, this request gives another model that spends the same privacy budget.</source>
        <translation>Das Rauschen war geheim und ist nirgends aufbewahrt: Noch einmal berechnet, ergibt dieser Auftrag ein anderes Modell, das dasselbe Privatheitsbudget verbraucht.</translation>
    </message>
    <message>
        <source>Class ‘{}’ stands out in {} of {} seeds: its trigger lies {} deviations below the other classes&apos; (anomaly index {}). Among ordinary classes the smallest would in at most {} % of cases.</source>
        <translation>Klasse „{}“ fällt bei {} von {} Startwerten auf: Ihr Auslöser liegt {} Abweichungen unter denen der anderen Klassen (Anomalieindex {}). Unter gewöhnlichen Klassen täte das die kleinste in höchstens {} % der Fälle.</translation>
    </message>
    <message>
        <source>Moved away: right without attack</source>
        <translation>Weggerückt: richtig ohne Angriff</translation>
    </message>
    <message>
        <source>Moved away: answered as the guide</source>
        <translation>Weggerückt: beantwortet wie das Vorbild</translation>
    </message>
    <message>
        <source>Moved away: fallen to an attack by scores</source>
        <translation>Weggerückt: einem Angriff über Werte erlegen</translation>
    </message>
    <message>
        <source>as made</source>
        <translation>wie entstanden</translation>
    </message>
    <message>
        <source>moved away</source>
        <translation>weggerückt</translation>
    </message>
    <message>
        <source>The same, moved away from the teacher</source>
        <translation>Dasselbe, vom Lehrer weggerückt</translation>
    </message>
    <message>
        <source>Accuracy, moved away from the teacher</source>
        <translation>Genauigkeit, vom Lehrer weggerückt</translation>
    </message>
    <message>
        <source>An attack by scores, moved away from the teacher</source>
        <translation>Ein Angriff über Werte, vom Lehrer weggerückt</translation>
    </message>
    <message>
        <source>What the distance does and costs</source>
        <translation>Was der Abstand bewirkt und kostet</translation>
    </message>
    <message>
        <source>training with varied images (‘{}’)</source>
        <translation>Training mit veränderten Bildern (‘{}’)</translation>
    </message>
    <message>
        <source>{} epochs</source>
        <translation>{} Epochen</translation>
    </message>
    <message>
        <source>fine-tuned (‘{}’) on {} clean images</source>
        <translation>feinabgestimmt (‘{}’) an {} sauberen Bildern</translation>
    </message>
    <message>
        <source>unlearnt a trigger of class {} ({} pixels)</source>
        <translation>einen Auslöser der Klasse {} verlernt ({} Pixel)</translation>
    </message>
    <message>
        <source>{} epochs of fine-tuning</source>
        <translation>{} Epochen Feinabstimmung</translation>
    </message>
    <message>
        <source>{} of {} neurons pruned in the order of ‘{}’</source>
        <translation>{} von {} Neuronen beschnitten in der Reihenfolge von ‘{}’</translation>
    </message>
    <message>
        <source>robust training (‘{}’)</source>
        <translation>robustes Training (‘{}’)</translation>
    </message>
    <message>
        <source>student of ‘{}’</source>
        <translation>Schüler von ‘{}’</translation>
    </message>
    <message>
        <source>moved away behind layer {} to distance {}</source>
        <translation>hinter Schicht {} bis zum Abstand {} entfernt</translation>
    </message>
    <message>
        <source>condensed data</source>
        <translation>verdichtete Daten</translation>
    </message>
    <message>
        <source>private training</source>
        <translation>privates Training</translation>
    </message>
    <message>
        <source>noise {}</source>
        <translation>Rauschen {}</translation>
    </message>
    <message>
        <source>plain training</source>
        <translation>gewöhnliches Training</translation>
    </message>
    <message>
        <source>training under the brake ‘{}’</source>
        <translation>Training unter der Bremse ‘{}’</translation>
    </message>
    <message>
        <source>copy of ‘{}’</source>
        <translation>Kopie von ‘{}’</translation>
    </message>
    <message>
        <source>{} queries</source>
        <translation>{} Anfragen</translation>
    </message>
    <message>
        <source>chosen by ‘{}’</source>
        <translation>gewählt nach ‘{}’</translation>
    </message>
    <message>
        <source>answered with ‘{}’</source>
        <translation>beantwortet mit ‘{}’</translation>
    </message>
    <message>
        <source>The copy against queries</source>
        <translation>Die Kopie gegen die Anfragen</translation>
    </message>
    <message>
        <source>trigger ‘{}’</source>
        <translation>Auslöser ‘{}’</translation>
    </message>
    <message>
        <source>target {}</source>
        <translation>Ziel {}</translation>
    </message>
    <message>
        <source>labels true</source>
        <translation>Klassen richtig</translation>
    </message>
    <message>
        <source>labels of class {} changed to {}</source>
        <translation>Klassenangaben {} in {} geändert</translation>
    </message>
    <message>
        <source>labels changed at random</source>
        <translation>Klassenangaben zufällig geändert</translation>
    </message>
    <message>
        <source>poisoned at rate {}</source>
        <translation>mit Rate {} vergiftet</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>last {} layers trained</source>
        <translation>letzte {} Schichten trainiert</translation>
    </message>
    <message>
        <source>The gradient of the loss vanishes at {} images: gradient attacks are blind there, and robustness may be an illusion.</source>
        <translation>Der Gradient des Verlusts verschwindet bei {} Bildern: Gradientenangriffe sind dort blind, die Robustheit kann eine Täuschung sein.</translation>
    </message>
    <message>
        <source>The gradient at {} images is no finite number in places: there it was taken from the image moved by a hair or counted as zero.</source>
        <translation>Der Gradient ist bei {} Bildern stellenweise keine endliche Zahl: Dort wurde er am kaum merklich verschobenen Bild genommen oder als null gezählt.</translation>
    </message>
    <message>
        <source>The attack came to no number at {} images: they were left as they are.</source>
        <translation>Bei {} Bildern kam der Angriff zu keiner Zahl: Sie blieben, wie sie sind.</translation>
    </message>
    <message>
        <source>{} images have no label: the model&apos;s own answers stand for the truth there and nobody knows whether they are right.</source>
        <translation>{} Bilder haben keine Klassenangabe: Dort stehen die Antworten des Modells für die Wahrheit, und ob sie stimmen, weiß niemand.</translation>
    </message>
    <message>
        <source>The gradient by the image is not a number in places: gradient attacks go by the image moved by a hair and may look weaker than they are.</source>
        <translation>Der Gradient nach dem Bild ist stellenweise keine Zahl: Gradientenangriffe richten sich dort nach dem kaum merklich verschobenen Bild und wirken vielleicht schwächer, als sie sind.</translation>
    </message>
    <message>
        <source>{} of {} gradients by an image vanished: what goes by them is blind there.</source>
        <translation>{} von {} Gradienten nach einem Bild verschwanden: Was sich nach ihnen richtet, ist dort blind.</translation>
    </message>
    <message>
        <source>{} of {} gradients by an image were no finite number in places: there they were taken from the image moved by a hair or counted as zero.</source>
        <translation>{} von {} Gradienten nach einem Bild waren stellenweise keine endliche Zahl: Dort wurden sie am kaum merklich verschobenen Bild genommen oder als null gezählt.</translation>
    </message>
    <message>
        <source>The data was changed on the disk while the run went on: its hash is that of how it stood at the start.</source>
        <translation>Die Daten wurden auf der Platte geändert, während der Lauf im Gang war: ihr Hash ist der ihres Stands zu Beginn.</translation>
    </message>
    <message>
        <source>The numbers in the folders&apos; names were taken as an order: ‘{}’ is class {} and ‘{}’ class {}.</source>
        <translation>Die Zahlen in den Namen der Ordner wurden als Reihenfolge genommen: ‘{}’ ist Klasse {} und ‘{}’ Klasse {}.</translation>
    </message>
    <message>
        <source>The folders count {} classes, of which {} have no folder.</source>
        <translation>Die Ordner zählen {} Klassen, von denen {} keinen Ordner haben.</translation>
    </message>
    <message>
        <source>The model calls its classes by other names than the data (‘{}’ instead of ‘{}’): they were compared by number.</source>
        <translation>Das Modell nennt seine Klassen anders als die Daten (‘{}’ statt ‘{}’): Sie wurden nach ihrer Nummer verglichen.</translation>
    </message>
    <message>
        <source>The data has {} classes and the model {} that have no names: the data&apos;s were numbered in order from ‘{}’ on.</source>
        <translation>Die Daten haben {} Klassen, das Modell hat {} ohne Namen: Die der Daten wurden der Reihe nach nummeriert, von ‘{}’ an.</translation>
    </message>
    <message>
        <source>No image belongs to {} of the {} classes that the labels count: the first is class {}.</source>
        <translation>Zu {} der {} Klassen, die die Beschriftung zählt, gehört kein Bild: Die erste ist Klasse {}.</translation>
    </message>
    <message>
        <source>Scaled from {}×{} to {}×{} pixels (width × height): {} of {} images.</source>
        <translation>Von {}×{} auf {}×{} Pixel gebracht (Breite × Höhe): {} von {} Bildern.</translation>
    </message>
    <message>
        <source>Scaled to {}×{} pixels (width × height): {} of {} images. They have {} different sizes between {}×{} and {}×{}.</source>
        <translation>Auf {}×{} Pixel gebracht (Breite × Höhe): {} von {} Bildern. Sie haben {} verschiedene Größen zwischen {}×{} und {}×{}.</translation>
    </message>
    <message>
        <source>Their sides have another ratio: of {} of {} images the middle is kept and up to {} % cut off.</source>
        <translation>Ihr Seitenverhältnis ist ein anderes: Von {} von {} Bildern bleibt die Mitte, bis zu {} % sind abgeschnitten.</translation>
    </message>
    <message>
        <source>Grey repeated as red, green and blue: {} of {} images.</source>
        <translation>Grau wiederholt als Rot, Grün und Blau: {} von {} Bildern.</translation>
    </message>
    <message>
        <source>Colours made grey by their brightness: {} of {} images.</source>
        <translation>Farben nach ihrer Helligkeit grau gemacht: {} von {} Bildern.</translation>
    </message>
    <message>
        <source>Hidden and system files and folders were skipped: {}, among them ‘{}’.</source>
        <translation>Versteckte Dateien und Ordner und solche des Systems wurden übergangen: {}, darunter ‘{}’.</translation>
    </message>
    <message>
        <source>Files and folders that are no pictures of a known kind, or stand where none is expected, were left out: {}, among them ‘{}’.</source>
        <translation>Dateien und Ordner, die keine Bilder bekannter Art sind oder stehen, wo keine erwartet werden, wurden ausgelassen: {}, darunter ‘{}’.</translation>
    </message>
    <message>
        <source>Transparency is left out and colours are taken as they stand: {} of {} pictures.</source>
        <translation>Die Durchsichtigkeit ist weggelassen, die Farben sind genommen, wie sie dastehen: {} von {} Bildern.</translation>
    </message>
    <message>
        <source>Only the first page is read of {} of {} pictures.</source>
        <translation>Von {} von {} Bildern ist nur die erste Seite gelesen.</translation>
    </message>
    <message>
        <source>Four inks made red, green and blue without a colour profile: {} of {} pictures.</source>
        <translation>Vier Druckfarben ohne Farbprofil zu Rot, Grün und Blau gemacht: {} von {} Bildern.</translation>
    </message>
    <message>
        <source>This version knows no method ‘{}’.</source>
        <translation>Diese Version kennt kein Verfahren ‘{}’.</translation>
    </message>
    <message>
        <source>These settings are not possible here: ‘{}’.</source>
        <translation>Diese Einstellungen sind hier nicht möglich: ‘{}’.</translation>
    </message>
    <message>
        <source>The model is no longer there: ‘{}’.</source>
        <translation>Das Modell ist nicht mehr da: ‘{}’.</translation>
    </message>
    <message>
        <source>The data is no longer there: ‘{}’.</source>
        <translation>Die Daten sind nicht mehr da: ‘{}’.</translation>
    </message>
    <message>
        <source>There is no curve of success against strength: this attack has no strength that could be varied.</source>
        <translation>Es gibt keine Kurve des Erfolgs über der Stärke: Dieser Angriff hat keine Stärke, die sich verändern ließe.</translation>
    </message>
    <message>
        <source>For {} images no start was found, neither in noise nor among the pictures at hand: they were not attacked, and nothing is known of them.</source>
        <translation>Für {} Bilder fand sich kein Anfang, weder im Rauschen noch unter den vorhandenen Bildern: Sie wurden nicht angegriffen, und über sie ist nichts bekannt.</translation>
    </message>
    <message>
        <source>For {} images the search found no example at any distance, which proves nothing: an attack without a limit should succeed.</source>
        <translation>Für {} Bilder fand die Suche in keiner Entfernung ein Beispiel, was nichts beweist: Ein Angriff ohne Grenze sollte gelingen.</translation>
    </message>
    <message>
        <source>For {} pictures none of the drawn codes got the answer that was wanted: their search had no start, and what it found says little.</source>
        <translation>Für {} Bilder bekam keiner der gezogenen Codes die gewünschte Antwort: Ihre Suche hatte keinen Anfang, und was sie fand, sagt wenig.</translation>
    </message>
    <message>
        <source>For {} images no picture with another answer was found: they count as the farthest from the boundary.</source>
        <translation>Für {} Bilder fand sich kein Bild mit einer anderen Antwort: Sie zählen als die von der Grenze am weitesten entfernten.</translation>
    </message>
    <message>
        <source>‘{}’ trusts its arguments and would reach beyond memory for wrong ones: export the model to ONNX</source>
        <translation>‘{}’ vertraut seinen Argumenten und würde bei falschen über den Speicher hinausgreifen: Exportieren Sie das Modell als ONNX</translation>
    </message>
    <message>
        <source>‘{}’ computes with quantised numbers and trusts its arguments: save the model with real numbers, or export it to ONNX with QuantizeLinear and DequantizeLinear</source>
        <translation>‘{}’ rechnet mit quantisierten Zahlen und vertraut seinen Argumenten: Speichern Sie das Modell mit reellen Zahlen, oder exportieren Sie es als ONNX mit QuantizeLinear und DequantizeLinear</translation>
    </message>
    <message>
        <source>‘{}’ belongs to PyTorch&apos;s fast path for transformers, which trusts its arguments: export the model to ONNX, or trace it after torch.backends.mha.set_fastpath_enabled(False)</source>
        <translation>‘{}’ gehört zu PyTorchs schnellem Weg für Transformer, der seinen Argumenten vertraut: Exportieren Sie das Modell als ONNX, oder zeichnen Sie es nach torch.backends.mha.set_fastpath_enabled(False) auf</translation>
    </message>
    <message>
        <source>‘{}’ belongs to a form made for one kind of processor: save the model without optimize_for_inference or optimize_for_mobile</source>
        <translation>‘{}’ gehört zu einer Form für eine Art von Prozessor: Speichern Sie das Modell ohne optimize_for_inference oder optimize_for_mobile</translation>
    </message>
    <message>
        <source>the part ‘{}’ of the file would fit as well: it is left aside for the network that it copies</source>
        <translation>der Teil ‘{}’ der Datei würde ebenso passen: Er bleibt beiseite zugunsten des Netzes, dessen Kopie er ist</translation>
    </message>
    <message>
        <source>{} tensors of the file are no part of the network and left aside: ‘{}’ for one</source>
        <translation>{} Tensoren der Datei gehören nicht zum Netz und bleiben beiseite, zum Beispiel ‘{}’</translation>
    </message>
    <message>
        <source>rounds what it computes at {} places: gradients go straight through the rounding, so that attacks by gradient may look weaker than they are</source>
        <translation>rundet an {} Stellen, was es berechnet: Gradienten gehen geradewegs durch die Rundung hindurch, sodass Angriffe mit Gradienten schwächer aussehen können, als sie sind</translation>
    </message>
    <message>
        <source>of the state dicts in the file ‘{}’ is taken, the first that fits: ‘{}’ is left aside</source>
        <translation>von den Zustandswörterbüchern der Datei wird ‘{}’ genommen, das erste, das passt: ‘{}’ bleibt beiseite</translation>
    </message>
    <message>
        <source>has {} outputs: the class scores are read from ‘{}’, and the rest (‘{}’) is left aside</source>
        <translation>hat {} Ausgaben: Die Klassenwerte kommen aus ‘{}’, der Rest (‘{}’) bleibt beiseite</translation>
    </message>
    <message>
        <source>ends in a sigmoid, which is left out: its input is the logit of its output</source>
        <translation>endet mit einer Sigmoidfunktion, die weggelassen wird: Ihre Eingabe ist der Logit ihrer Ausgabe</translation>
    </message>
    <message>
        <source>answers with one probability an image: it is taken for the second of two classes</source>
        <translation>antwortet mit einer Wahrscheinlichkeit je Bild: Sie gilt als die der zweiten von zwei Klassen</translation>
    </message>
    <message>
        <source>answers with one number an image: it is taken for the logit of the second of two classes</source>
        <translation>antwortet mit einer Zahl je Bild: Sie gilt als Logit der zweiten von zwei Klassen</translation>
    </message>
    <message>
        <source>because something in it is random</source>
        <translation>weil etwas darin zufällig ist</translation>
    </message>
    <message>
        <source>because the operator ‘{}’ has no counterpart</source>
        <translation>weil der Operator ‘{}’ keine Entsprechung hat</translation>
    </message>
    <message>
        <source>because it computes with the number of images in the batch</source>
        <translation>weil es mit der Zahl der Bilder im Stapel rechnet</translation>
    </message>
    <message>
        <source>because batch norm takes the statistics of the batch</source>
        <translation>weil die Batch-Norm die Statistik des Stapels nimmt</translation>
    </message>
    <message>
        <source>because a number is computed from an image</source>
        <translation>weil eine Zahl aus einem Bild berechnet wird</translation>
    </message>
    <message>
        <source>because it makes a tensor of absurd size</source>
        <translation>weil es einen Tensor von unsinniger Größe bildet</translation>
    </message>
    <message>
        <source>because the operator ‘{}’ has no counterpart with its arguments</source>
        <translation>weil der Operator ‘{}’ mit seinen Argumenten keine Entsprechung hat</translation>
    </message>
    <message>
        <source>because ‘{}’ of the operator ‘{}’ is computed from an image</source>
        <translation>weil ‘{}’ des Operators ‘{}’ aus einem Bild berechnet wird</translation>
    </message>
    <message>
        <source>because it has several inputs</source>
        <translation>weil es mehrere Eingaben hat</translation>
    </message>
    <message>
        <source>because it has several outputs</source>
        <translation>weil es mehrere Ausgaben hat</translation>
    </message>
    <message>
        <source>because it decides by an image</source>
        <translation>weil es nach dem Bild entscheidet</translation>
    </message>
    <message>
        <source>because it decides by the number of images in the batch</source>
        <translation>weil es nach der Zahl der Bilder im Stapel entscheidet</translation>
    </message>
    <message>
        <source>because its program calls itself without end</source>
        <translation>weil sein Programm sich endlos selbst aufruft</translation>
    </message>
    <message>
        <source>because its program has more steps than any classifier&apos;s</source>
        <translation>weil sein Programm mehr Schritte hat als das irgendeines Klassifikators</translation>
    </message>
    <message>
        <source>because it stops with an error</source>
        <translation>weil es mit einem Fehler abbricht</translation>
    </message>
    <message>
        <source>because it writes into a part of an image</source>
        <translation>weil es in einen Teil eines Bildes schreibt</translation>
    </message>
    <message>
        <source>because its program cannot be followed: ‘{}’</source>
        <translation>weil seinem Programm nicht zu folgen ist: ‘{}’</translation>
    </message>
    <message>
        <source>because TorchScript shows nothing of its inside</source>
        <translation>weil TorchScript nichts von seinem Inneren zeigt</translation>
    </message>
    <message>
        <source>no feature taps</source>
        <translation>keine Abgriffe der Merkmale</translation>
    </message>
    <message>
        <source>no mending</source>
        <translation>keine Reparatur</translation>
    </message>
    <message>
        <source>about half the speed</source>
        <translation>etwa halb so schnell</translation>
    </message>
    <message>
        <source>because its parts answer differently when taken one by one</source>
        <translation>weil seine Teile einzeln genommen anders antworten</translation>
    </message>
    <message>
        <source>because its parts cannot be run one by one: ‘{}’</source>
        <translation>weil sich seine Teile nicht einzeln ausführen lassen: ‘{}’</translation>
    </message>
    <message>
        <source>The class of each mask</source>
        <translation>Die Klasse jeder Maske</translation>
    </message>
    <message>
        <source>Only {} of {} classes were searched: of the others nothing is known.</source>
        <translation>Nur {} von {} Klassen wurden durchsucht: Über die anderen ist nichts bekannt.</translation>
    </message>
    <message>
        <source>‘{}’ can still be guessed from the other columns, without any model: right in {} % of cases, the most frequent value in {} %.</source>
        <translation>‘{}’ lässt sich weiterhin aus den anderen Spalten erraten, ohne jedes Modell: richtig in {} % der Fälle, der häufigste Wert in {} %.</translation>
    </message>
    <message>
        <source>‘{}’ is of a kind (‘{}’) that this version does not know: it is left out.</source>
        <translation>‘{}’ ist von einer Art (‘{}’), die diese Version nicht kennt: es wird weggelassen.</translation>
    </message>
</context>
<context>
    <name>report</name>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Maß</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>SHA-256 of the new model</source>
        <translation>SHA-256 des neuen Modells</translation>
    </message>
    <message>
        <source>made from</source>
        <translation>gemacht aus</translation>
    </message>
    <message>
        <source>SHA-256 of the original, which stays as it is</source>
        <translation>SHA-256 des Originals, das bleibt, wie es ist</translation>
    </message>
    <message>
        <source>how</source>
        <translation>wie</translation>
    </message>
    <message>
        <source>with data</source>
        <translation>mit Daten</translation>
    </message>
    <message>
        <source>SHA-256 of the data</source>
        <translation>SHA-256 der Daten</translation>
    </message>
    <message>
        <source>images for it</source>
        <translation>Bilder dafür</translation>
    </message>
    <message>
        <source>clean accuracy</source>
        <translation>Genauigkeit ohne Angriff</translation>
    </message>
    <message>
        <source>trigger success</source>
        <translation>Erfolg des Auslösers</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Clean, change and attacked images side by side</source>
        <translation>Original, Änderung und angegriffenes Bild nebeneinander</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>SHA-256 of the model</source>
        <translation>SHA-256 des Modells</translation>
    </message>
    <message>
        <source>data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>Rechengenauigkeit</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>What it found</source>
        <translation>Was er ergab</translation>
    </message>
    <message>
        <source>Robustness report</source>
        <translation>Bericht zur Robustheit</translation>
    </message>
    <message>
        <source>Every number here was measured by a run that its provenance allows to repeat.</source>
        <translation>Jede Zahl hier hat ein Lauf gemessen, den seine Herkunft zu wiederholen erlaubt.</translation>
    </message>
</context>
<context>
    <name>units</name>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>queries</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>gradients</source>
        <translation>Gradienten</translation>
    </message>
    <message>
        <source>images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>Bildpunkte</translation>
    </message>
    <message>
        <source>neurons</source>
        <translation>Neuronen</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>pixel value</source>
        <translation>Bildpunktwert</translation>
    </message>
</context>
</TS>
