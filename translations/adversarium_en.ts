<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>adversarium::ComparePage</name>
    <message numerus="yes">
        <source>%n image(s) in common.</source>
        <translation>
            <numerusform>%n image in common.</numerusform>
            <numerusform>%n images in common.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adversarium::ImageGrid</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adversarium::JobsStrip</name>
    <message numerus="yes">
        <source>%1 (and %n waiting)</source>
        <translation>
            <numerusform>%1 (and %n waiting)</numerusform>
            <numerusform>%1 (and %n waiting)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adversarium::RecordView</name>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n thread</numerusform>
            <numerusform>%n threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adversarium::RunsDock</name>
    <message numerus="yes">
        <source>%n image(s)</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adversarium::SampleBrowser</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adversarium::SourceBar</name>
    <message numerus="yes">
        <source>%1, %n thread(s)</source>
        <translation>
            <numerusform>%1, %n thread</numerusform>
            <numerusform>%1, %n threads</numerusform>
        </translation>
    </message>
</context>
</TS>
