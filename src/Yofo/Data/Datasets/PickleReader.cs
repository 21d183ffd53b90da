using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Yofo.Data.Datasets;

/// <summary>
/// Reads a Python pickle (protocols 0 to 5) that holds nothing but dictionaries, lists, tuples, text, numbers, booleans and None. A pickle
/// can name any Python function and call it; here every such instruction is refused by name, so nothing a file says is ever run. Where
/// <see cref="PickleNames"/> are given, the few names that they know stand for data.
/// </summary>
internal sealed class PickleReader
{
    // Numbers from pickletools: what these do is build or call Python objects.
    private static readonly Dictionary<byte, string> Refused = new()
    {
        [(byte)'c'] = "GLOBAL",
        [0x93] = "STACK_GLOBAL",
        [(byte)'R'] = "REDUCE",
        [(byte)'b'] = "BUILD",
        [(byte)'i'] = "INST",
        [(byte)'o'] = "OBJ",
        [0x81] = "NEWOBJ",
        [0x92] = "NEWOBJ_EX",
        [0x82] = "EXT1",
        [0x83] = "EXT2",
        [0x84] = "EXT4",
        [(byte)'P'] = "PERSID",
        [(byte)'Q'] = "BINPERSID",
        [0x97] = "NEXT_BUFFER",
        [0x98] = "READONLY_BUFFER",
    };

    private readonly byte[] data;
    private readonly string name;
    private readonly PickleNames? names;
    private readonly string mend;
    private readonly List<object?> stack = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<uint, object?> memory = [];
    private int at;

    private PickleReader(byte[] data, string name, PickleNames? names)
    {
        (this.data, this.name, this.names) = (data, name, names);
        mend = names?.Mend ?? "fetch the data set's own file, which holds data only.";
    }

    /// <summary>
    /// The value: null, bool, long, double, string, <c>List&lt;object?&gt;</c>, <c>object?[]</c> for a tuple, <c>Dictionary&lt;object, object?&gt;</c>.
    /// </summary>
    /// <exception cref="YofoException">The pickle is damaged, or asks for anything to be run.</exception>
    public static object? Read(byte[] data, string name, PickleNames? names = null) => new PickleReader(data, name, names).Run();

    private object? Run()
    {
        while (true)
        {
            var start = at;
            var code = Bytes(1)[0];
            switch (code)
            {
                case 0x80: Bytes(1); break; // PROTO
                case 0x95: Bytes(8); break; // FRAME: only a hint for reading ahead
                case (byte)'.': return stack.Count == 1 && marks.Count == 0 ? stack[0] : throw Broken("ends with more or less than one value");
                case (byte)'(': marks.Add(stack.Count); break;
                case (byte)'0': Pop(); break;
                case (byte)'1': PopToMark(); break;
                case (byte)'2': stack.Add(Top()); break;
                case (byte)'N': stack.Add(null); break;
                case 0x88: stack.Add(true); break;
                case 0x89: stack.Add(false); break;
                case (byte)'I': stack.Add(IntegerLine()); break;
                case (byte)'L': stack.Add(Integer(Line().TrimEnd('L'))); break;
                case (byte)'J': stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4))); break;
                case (byte)'K': stack.Add((long)Bytes(1)[0]); break;
                case (byte)'M': stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2))); break;
                case 0x8a: stack.Add(LongBytes(Bytes(1)[0])); break;
                case 0x8b: stack.Add(LongBytes(Length4())); break;
                case (byte)'F': stack.Add(double.TryParse(Line(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Broken("holds a bad number")); break;
                case (byte)'G': stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8))); break;
                case (byte)'S': stack.Add(Quoted(Line())); break;
                case (byte)'V': stack.Add(Escaped(Line())); break;
                case (byte)'T': stack.Add(Text(Length4())); break;
                case (byte)'U' or 0x8c: stack.Add(Text(Bytes(1)[0])); break;
                case (byte)'X': stack.Add(Text(Length4())); break;
                case 0x8d: stack.Add(Text(checked((int)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8)), int.MaxValue)))); break;
                case (byte)']': stack.Add(new List<object?>()); break;
                case (byte)'l': stack.Add(PopToMark()); break;
                case (byte)'a': Append([Pop()]); break;
                case (byte)'e': Append(PopToMark()); break;
                case (byte)')': stack.Add(Array.Empty<object?>()); break;
                case (byte)'t': stack.Add(PopToMark().ToArray()); break;
                case 0x85 or 0x86 or 0x87: stack.Add(PopMany(code - 0x84).ToArray()); break;
                case (byte)'}': stack.Add(new Dictionary<object, object?>()); break;
                case (byte)'d': NewDictionary(); break;
                case (byte)'s': SetItems(PopMany(2)); break;
                case (byte)'u': SetItems(PopToMark()); break;
                case (byte)'p': memory[Key(Line())] = Top(); break;
                case (byte)'q': memory[Bytes(1)[0]] = Top(); break;
                case (byte)'r': memory[BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))] = Top(); break;
                case 0x94: memory[(uint)memory.Count] = Top(); break;
                case (byte)'g': Recall(Key(Line())); break;
                case (byte)'h': Recall(Bytes(1)[0]); break;
                case (byte)'j': Recall(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))); break;
                case (byte)'c' when names is not null: Name(Line(), Line(), start); break;
                case 0x93 when names is not null: Name(PopMany(2), start); break;
                case (byte)'Q' when names is not null: stack.Add(names.Stored(Pop()) ?? throw Asks(start, "BINPERSID")); break;
                case (byte)'R' when names is not null: Make(PopMany(2), start); break;
                case (byte)'b' when names is not null: Describe(PopMany(2), start); break;
                default:
                    throw Refused.TryGetValue(code, out var instruction)
                        ? Asks(start, instruction)
                        : new YofoException($"The pickle '{name}' holds the unknown instruction 0x{code:x2} at byte {start}; {mend}");
            }
        }
    }

    private void Name(string module, string member, int start)
    {
        var text = $"{module}.{member}";
        stack.Add(names!.Knows(text) ? new PickleName(text) : throw Asks(start, text));
    }

    private void Name(List<object?> parts, int start)
    {
        if (parts is not [string module, string member]) throw Broken("names what is no name");
        Name(module, member, start);
    }

    // What the pickle would have Python call is data here, made of its arguments.
    private void Make(List<object?> parts, int start)
    {
        if (parts is not [PickleName called, object?[] arguments]) throw Asks(start, "REDUCE");
        stack.Add(names!.Made(called.Text, arguments) ?? throw Asks(start, called.Text));
    }

    // The state of a dictionary (Python's OrderedDict carries notes of PyTorch there) says nothing about what is in it.
    private void Describe(List<object?> parts, int start) =>
        stack.Add(parts[0] is Dictionary<object, object?> dictionary ? dictionary : throw Asks(start, "BUILD"));

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > data.Length - at) throw Broken("is cut off");
        at += count;
        return data.AsSpan(at - count, count);
    }

    private int Length4() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)) is var length and >= 0 ? length : throw Broken("gives a negative length");

    private string Line()
    {
        var length = data.AsSpan(at).IndexOf((byte)'\n');
        var line = Encoding.Latin1.GetString(Bytes(length < 0 ? int.MaxValue : length));
        at++;
        return line.TrimEnd('\r');
    }

    private string Text(int length)
    {
        var bytes = Bytes(length);
        // Text of Python 2 may be of any encoding; what is not UTF-8 is taken as Latin-1.
        return System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }

    private object IntegerLine() => Line() switch { "00" => false, "01" => true, var line => Integer(line) };

    private long Integer(string line) =>
        long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Broken("holds a bad whole number");

    private uint Key(string line) => uint.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : throw Broken("names a bad memory slot");

    private long LongBytes(int count)
    {
        if (count > 8) throw Broken("holds a whole number of more than 64 bits");
        var bytes = Bytes(count);
        var value = count > 0 && bytes[^1] > 127 ? -1L : 0;
        for (var k = count - 1; k >= 0; k--) value = (value << 8) | bytes[k];
        return value;
    }

    private string Quoted(string line) =>
        line.Length >= 2 && line[0] is '\'' or '"' && line[^1] == line[0] ? PythonText.Unescape(line[1..^1], hexadecimal: true) ?? throw Broken("holds a bad text") : throw Broken("holds a text without quotes");

    private string Escaped(string line) => PythonText.Unescape(line, hexadecimal: false) ?? throw Broken("holds a bad text");

    private int Floor() => marks.Count > 0 ? marks[^1] : 0;

    private object? Top() => stack.Count > Floor() ? stack[^1] : throw Broken("takes a value that is not there");

    private object? Pop()
    {
        var top = Top();
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    private List<object?> PopMany(int count)
    {
        if (stack.Count - Floor() < count) throw Broken("takes a value that is not there");
        var values = stack.GetRange(stack.Count - count, count);
        stack.RemoveRange(stack.Count - count, count);
        return values;
    }

    private List<object?> PopToMark()
    {
        if (marks.Count == 0) throw Broken("ends a group that was not begun");
        var values = PopMany(stack.Count - marks[^1]);
        marks.RemoveAt(marks.Count - 1);
        return values;
    }

    private void Append(List<object?> values) => (Top() as List<object?> ?? throw Broken("appends to what is no list")).AddRange(values);

    private void NewDictionary()
    {
        var items = PopToMark();
        stack.Add(new Dictionary<object, object?>());
        SetItems(items);
    }

    private void SetItems(List<object?> items)
    {
        var target = Top() as Dictionary<object, object?> ?? throw Broken("sets an item of what is no dictionary");
        if (items.Count % 2 != 0) throw Broken("gives a key without a value");
        for (var k = 0; k < items.Count; k += 2)
            target[items[k] is { } key and (string or long or bool or double) ? key : throw Broken("uses a key that is neither text nor number")] = items[k + 1];
    }

    private void Recall(uint key) => stack.Add(memory.TryGetValue(key, out var value) ? value : throw Broken("recalls what it never kept"));

    private YofoException Asks(int start, string what) => new($"The pickle '{name}' asks at byte {start} for code to be run ({what}), and that is never done; {mend}");

    private YofoException Broken(string what) => new($"The pickle '{name}' {what} at byte {at}; {(names is null ? "fetch the data set's own file anew." : "get the file again.")}");
}
