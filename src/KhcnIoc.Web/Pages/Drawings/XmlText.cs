using System.Xml;

namespace KhcnIoc.Web.Pages.Drawings;

/// <summary>Texts for files in XML, which has no way to say control characters: a file with one in it does not open.</summary>
internal static class XmlText
{
    /// <summary>The text with a space or a replacement character for what XML cannot hold.</summary>
    public static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsPairAt(text, i)) i++;
            else if (!XmlConvert.IsXmlChar(text[i])) return Replaced(text);
        }

        return text;
    }

    private static string Replaced(string text)
    {
        var clean = text.ToCharArray();
        for (var i = 0; i < clean.Length; i++)
        {
            if (IsPairAt(text, i)) i++;
            else if (!XmlConvert.IsXmlChar(clean[i])) clean[i] = clean[i] < ' ' ? ' ' : '\uFFFD';
        }

        return new(clean);
    }

    private static bool IsPairAt(string text, int i) => i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
}
