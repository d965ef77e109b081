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
        <source>Open a TorchScript, safetensors or Adversarium model</source>
        <translation>Ein TorchScript-, Safetensors- oder Adversarium-Modell öffnen</translation>
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
        <source>Every command by a few letters of its name</source>
        <translation>Jeder Befehl über einige Buchstaben seines Namens</translation>
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
        <source>Type a command…</source>
        <translation>Befehl eingeben…</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>Befehle durchsuchen</translation>
    </message>
    <message>
        <source>Commands that match</source>
        <translation>Passende Befehle</translation>
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
        <source>Confidence against strength</source>
        <translation>Konfidenz über der Stärke</translation>
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
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
</context>
<context>
    <name>adversarium::MainWindow</name>
    <message>
        <source>“%1” is no attack that can be explored.</source>
        <translation>„%1“ ist kein Angriff, der sich erkunden lässt.</translation>
    </message>
    <message>
        <source>Pinned as run %1.</source>
        <translation>Als Lauf %1 angeheftet.</translation>
    </message>
    <message>
        <source>Pinning as soon as the result is exact…</source>
        <translation>Wird angeheftet, sobald das Ergebnis exakt ist…</translation>
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
        <source>A job is still running. Close anyway? What it has finished so far is lost.</source>
        <translation>Ein Auftrag läuft noch. Trotzdem schließen? Was er bisher fertiggestellt hat, geht verloren.</translation>
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
        <source>Models (*.pt *.pth *.adv *.safetensors);;All files (*)</source>
        <translation>Modelle (*.pt *.pth *.adv *.safetensors);;Alle Dateien (*)</translation>
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
</context>
<context>
    <name>adversarium::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>adversarium::MethodCard</name>
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
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>default %1</source>
        <translation>Vorgabe %1</translation>
    </message>
    <message>
        <source>About this method</source>
        <translation>Über dieses Verfahren</translation>
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
    <name>adversarium::RecordView</name>
    <message>
        <source>What the run found</source>
        <translation>Was der Lauf gefunden hat</translation>
    </message>
    <message>
        <source>No run yet. &quot;Run set&quot; attacks many pictures at once.</source>
        <translation>Noch kein Lauf. „Reihe ausführen“ greift viele Bilder auf einmal an.</translation>
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
        <source>Seed %1, LibTorch %2, %3, %4 threads, %5</source>
        <translation>Startwert %1, LibTorch %2, %3, %4 Threads, %5</translation>
    </message>
    <message>
        <source>No verdict</source>
        <translation>Kein Urteil</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
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
        <source>Attack</source>
        <translation>Angriff</translation>
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
</context>
<context>
    <name>classes</name>
    <message>
        <source>speed limit {}</source>
        <translation>Tempolimit {}</translation>
    </message>
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
</context>
<context>
    <name>methods</name>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Trains a classifier from nothing (--model new:lenet) or goes on with one; no defence in it.</source>
        <translation>Trainiert einen Klassifikator von Grund auf (--model new:lenet) oder setzt einen fort; ohne jede Abwehr.</translation>
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
        <source>How distance to the clean image is measured; L1 is not offered</source>
        <translation>Wie der Abstand zum Original gemessen wird; L1 wird nicht angeboten</translation>
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
        <source>How the size of a change is measured; L1 is not offered by this attack</source>
        <translation>Wie die Größe einer Änderung gemessen wird; L1 bietet dieser Angriff nicht an</translation>
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
        <source>examination</source>
        <translation>Untersuchung</translation>
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
        <source>Images</source>
        <translation>Bilder</translation>
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
        <source>The data has no labels: nothing counts as rightly classified.</source>
        <translation>Die Daten haben keine Klassenangaben: nichts gilt als richtig erkannt.</translation>
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
        <source>The gradient by the image is not a number: gradient attacks cannot work.</source>
        <translation>Der Gradient nach dem Bild ist keine Zahl: Gradientenangriffe können nicht funktionieren.</translation>
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
</context>
</TS>
